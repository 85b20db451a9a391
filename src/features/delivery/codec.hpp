#pragma once
// How one kind of client wants its frames: each door brings its own, the hub encodes once for all
// who share one.

#include <string>

#include "model/publication.hpp"

namespace switchboard::delivery {

class Codec {
 public:
  virtual ~Codec() = default;
  // Appends the publication's frame to `out`; nothing when it is not for these clients.
  virtual void encode(Publication const& publication, std::string& out) = 0;
};

}  // namespace switchboard::delivery

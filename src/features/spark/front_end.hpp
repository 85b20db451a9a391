#pragma once
// The token by which a front end proves that it knows SPARK_JWT_SECRET. It names no person and
// never stands for one. One shard's own, for its key is not shared among threads.

#include <string_view>

#include "base/instant.hpp"
#include "protocol/jose/jws.hpp"

namespace switchboard::spark {

class FrontEnd {
 public:
  // `secret`: 32 bytes or more, or it throws. `clock` must outlive it.
  FrontEnd(std::string_view secret, Clock const& clock);

  // HS256 with a JSON object as its payload; `exp` and `nbf` count only if they are there.
  [[nodiscard]] bool admits(std::string_view token);

 private:
  jose::Key key_;
  Clock const& clock_;
};

}  // namespace switchboard::spark

#pragma once
// How a feature speaks to whoever listens to a channel, on whatever shard, node or door.

#include "model/publication.hpp"

namespace switchboard::ports {

class Publisher {
 public:
  virtual ~Publisher() = default;

  // From any thread. Publications of one channel reach every subscriber in the order of the calls
  // made from one thread; those with a seq come from the store's thread, so their order is the
  // order of seq.
  virtual void publish(Publication publication) = 0;
};

}  // namespace switchboard::ports

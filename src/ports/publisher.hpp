#pragma once
// How a feature speaks to whoever listens to a channel, on whatever shard, node or door.

#include <cstdint>

#include "model/publication.hpp"
#include "model/user.hpp"

namespace switchboard::ports {

class Publisher {
 public:
  virtual ~Publisher() = default;

  // From any thread. Publications of one channel reach every subscriber in the order of the calls
  // made from one thread; those with a seq come from the store's thread, so their order is the
  // order of seq.
  virtual void publish(Publication publication) = 0;
};

// What is told of one person at most so often.
enum class Sparse : std::uint8_t {
  latest,   // twice a second; of what comes sooner, the last one follows
  dropped,  // once a second; what comes sooner is not told at all
};

class SparsePublisher {
 public:
  virtual ~SparsePublisher() = default;

  // From any thread. Without seq. In channels with more people than can be told of each other it
  // goes nowhere.
  virtual void publish_sparsely(Publication publication, UserId whose, Sparse kind) = 0;
};

}  // namespace switchboard::ports

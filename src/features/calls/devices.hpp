#pragma once
// The sockets of a person on all doors of a node, as far as they opted in to hear of calls.

#include <functional>
#include <vector>

#include "base/task.hpp"
#include "protocol/calls/call_event.hpp"
#include "runtime/shards.hpp"

namespace switchboard::calls {

class Devices {
 public:
  // Says it to that person's sockets of one shard; null: says nothing. How many there are.
  using Tell = std::function<std::size_t(UserId, CallEvent const* event)>;

  // `shards` must outlive it.
  explicit Devices(runtime::Shards& shards) : shards_(shards), doors_(shards.size()) {}

  void listen(std::size_t shard, Tell door) { doors_[shard] = std::move(door); }  // at start-up

  // From any shard; what one shard says is heard in its order.
  void tell(UserId user, CallEvent event);
  // On a loop: who of them has a device now.
  Task<std::vector<bool>> reachable(std::vector<UserId> users);

 private:
  runtime::Shards& shards_;
  std::vector<Tell> doors_;
};

}  // namespace switchboard::calls

#include "features/calls/devices.hpp"

#include <memory>
#include <utility>

namespace switchboard::calls {

void Devices::tell(UserId user, CallEvent event) {
  auto shared = std::make_shared<CallEvent const>(std::move(event));
  for (std::size_t shard = 0; shard < doors_.size(); ++shard)
    shards_[shard].post([this, shard, user, shared] { doors_[shard](user, shared.get()); });
}

Task<std::vector<bool>> Devices::reachable(std::vector<UserId> users) {
  std::vector<bool> found(users.size());
  for (std::size_t shard = 0; shard < doors_.size(); ++shard) {
    auto look = [this, shard, &users, &found] {
      for (std::size_t i = 0; i < users.size(); ++i)
        if (doors_[shard](users[i], nullptr) > 0) found[i] = true;
      return true;
    };
    auto crossing = runtime::call(shards_[shard], std::move(look));
    co_await std::move(crossing);
  }
  co_return found;
}

}  // namespace switchboard::calls

#include "features/accounts/account_changes.hpp"

#include <utility>

#include "base/expects.hpp"
#include "runtime/shards.hpp"

namespace switchboard::accounts {

AccountChanges::AccountChanges(std::vector<runtime::Loop*> loops)
    : loops_(std::move(loops)), listeners_(loops_.size()) {}

void AccountChanges::listen(std::size_t loop_index, Listener listener) {
  expects(loop_index < listeners_.size(), "a loop of this node");
  listeners_[loop_index].push_back(std::move(listener));
}

Task<void> AccountChanges::announce(UserId id) {
  for (std::size_t shard = 0; shard < loops_.size(); ++shard) {
    auto work = [this, shard, id] {
      tell(shard, id);
      return true;
    };
    co_await runtime::call(*loops_[shard], std::move(work));
  }
}

void AccountChanges::tell(std::size_t shard, UserId id) {
  for (auto& listener : listeners_[shard]) listener(id);
}

}  // namespace switchboard::accounts

#pragma once
// Tells every shard of this node that an account changed, before the change is answered: whoever
// was told of it finds it in force everywhere.

#include <functional>
#include <vector>

#include "base/task.hpp"
#include "model/user.hpp"
#include "runtime/loop.hpp"

namespace switchboard::accounts {

class AccountChanges {
 public:
  using Listener = std::move_only_function<void(UserId)>;

  // The loops must outlive it.
  explicit AccountChanges(std::vector<runtime::Loop*> loops);
  AccountChanges(AccountChanges const&) = delete;

  // Runs on that loop, in the order of listening. Only at start-up, or on that loop's thread, and
  // for good: what listens lives as long as the loop runs. It must not throw and must not wait.
  void listen(std::size_t loop_index, Listener listener);

  // Ends when every listener of every shard has run. Only after the change was committed.
  Task<void> announce(UserId id);

 private:
  void tell(std::size_t shard, UserId id);

  std::vector<runtime::Loop*> loops_;
  std::vector<std::vector<Listener>> listeners_;  // each row is its own loop's
};

}  // namespace switchboard::accounts

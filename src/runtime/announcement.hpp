#pragma once
// Tells every shard of this node what changed, before the change is answered: whoever was told of
// it finds it in force everywhere.

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "base/expects.hpp"
#include "base/task.hpp"
#include "runtime/loop.hpp"
#include "runtime/shards.hpp"

namespace switchboard::runtime {

template <class News>
class Announcement {
 public:
  using Listener = std::move_only_function<void(News const&)>;

  // The loops must outlive it.
  explicit Announcement(std::vector<Loop*> loops)
      : loops_(std::move(loops)), listeners_(loops_.size()) {}
  Announcement(Announcement const&) = delete;

  // Runs on that loop, in the order of listening. Only at start-up, or on that loop's thread, and
  // for good: what listens lives as long as the loop runs. It must not throw and must not wait.
  void listen(std::size_t loop_index, Listener listener) {
    expects(loop_index < listeners_.size(), "a loop of this node");
    listeners_[loop_index].push_back(std::move(listener));
  }

  // Ends when every listener of every shard has run. Only after the change was committed.
  Task<void> announce(News news) {
    for (std::size_t shard = 0; shard < loops_.size(); ++shard) {
      auto work = [this, shard, &news] {
        for (auto& listener : listeners_[shard]) listener(news);
        return true;
      };
      auto told = call(*loops_[shard], std::move(work));
      co_await std::move(told);
    }
  }

 private:
  std::vector<Loop*> loops_;
  std::vector<std::vector<Listener>> listeners_;  // each row is its own loop's
};

}  // namespace switchboard::runtime

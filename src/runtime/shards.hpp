#pragma once
// One loop a core. Objects belong to one shard; crossing over is a message.

#include <coroutine>
#include <cstddef>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/task.hpp"
#include "runtime/loop.hpp"

namespace switchboard::runtime {

class Shards {
 public:
  // `clock` must outlive the shards.
  Shards(Clock const& clock, std::size_t count);
  ~Shards();  // stops and joins
  Shards(Shards const&) = delete;

  [[nodiscard]] std::size_t size() const { return loops_.size(); }
  [[nodiscard]] Loop& operator[](std::size_t index) { return *loops_[index]; }

  void start();  // a thread for every loop
  void stop();   // lets every loop finish what was posted, then joins

 private:
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
};

// For a thread that is no loop's: runs `work` on `target`, which runs, and waits for it.
void run_and_wait(Loop& target, Job work);
// For a thread that is no loop's.
void sleep_thread(Duration duration);

// Runs `work` on `target` and resumes here with what it returns (a value; void is not needed). The
// work must not throw.
template <class Work, class T = std::invoke_result_t<Work&>>
Task<T> call(Loop& target, Work work) {
  struct Crossing {
    Loop& target;
    Work& work;
    std::optional<T> value = {};
    [[nodiscard]] bool await_ready() {
      if (Loop::current() != &target) return false;
      value.emplace(work());
      return true;
    }
    void await_suspend(std::coroutine_handle<> waiting) {
      auto* home = Loop::current();
      target.post([this, home, waiting] {
        value.emplace(work());
        home->post([waiting] { waiting.resume(); });
      });
    }
    void await_resume() const {}
  };
  Crossing crossing{target, work};
  co_await crossing;
  co_return std::move(*crossing.value);
}

}  // namespace switchboard::runtime

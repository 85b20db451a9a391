#pragma once
// A bounded set of threads for work that blocks (SQLite, password hashing, files), with a bounded
// queue. What a coroutine runs here resumes it on the shard that it came from.

#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/expects.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "runtime/loop.hpp"

namespace switchboard::runtime {

class BlockingPool {
 public:
  struct Options {
    std::string name;         // of the threads, as `top` shows them; at most 15 characters
    std::size_t threads = 1;  // 0: nothing runs until pump(), for tests
    std::size_t queue_max = 1024;
    int niceness = 0;  // above 0: gives way to the shards
  };

  explicit BlockingPool(Options options);
  ~BlockingPool();  // runs what is queued, then joins
  BlockingPool(BlockingPool const&) = delete;

  // False when the queue is full. From any thread.
  [[nodiscard]] bool submit(Job job);
  // Runs what is queued here and now; true if there was anything. For pools without threads.
  bool pump();
  [[nodiscard]] std::size_t queued() const;

  // Runs `work` and answers what it returns; `unavailable` with a time to retry when the queue is
  // full. What it throws is thrown in the coroutine. Only from a coroutine on a loop.
  template <class Work, class T = std::invoke_result_t<Work&>>
  Task<Result<T>> run(Work work);

 private:
  void serve(std::size_t number);

  Options options_;
  mutable std::mutex lock_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

namespace detail {

template <class Work, class T>
struct PoolRun {
  BlockingPool& pool;
  Work& work;
  std::optional<T> value = {};
  std::exception_ptr thrown = {};
  bool refused = false;

  [[nodiscard]] bool await_ready() const { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) {
    auto* home = Loop::current();
    expects(home != nullptr, "a coroutine on a loop");
    auto accepted = pool.submit([this, home, waiting] {
      try {
        value.emplace(work());
      } catch (...) {
        thrown = std::current_exception();
      }
      home->post([waiting] { waiting.resume(); });
    });
    refused = !accepted;
    return accepted;
  }
  void await_resume() const {
    if (thrown) std::rethrow_exception(thrown);
  }
};

}  // namespace detail

template <class Work, class T>
Task<Result<T>> BlockingPool::run(Work work) {
  detail::PoolRun<Work, T> attempt{*this, work};
  co_await attempt;
  if (attempt.refused)
    co_return std::unexpected(Error{Errc::unavailable, "The server is busy, try again soon", "busy",
                                    std::chrono::seconds(1)});
  co_return std::move(*attempt.value);
}

}  // namespace switchboard::runtime

#pragma once
// Where a store in memory does its work: at once, for tests of what uses it; or one piece after the
// other on a thread of its own (or when pumped), as a real store would.

#include <atomic>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/result.hpp"
#include "base/task.hpp"
#include "runtime/blocking_pool.hpp"

namespace switchboard::memory {

enum class Pace : std::uint8_t { at_once, on_a_thread, when_pumped };

class Desk {
 public:
  Desk(Pace pace, std::size_t queue_max) : pace_(pace) {
    if (pace == Pace::at_once) return;
    auto threads = pace == Pace::on_a_thread ? std::size_t{1} : std::size_t{0};
    pool_.emplace(runtime::BlockingPool::Options{
        .name = "store", .threads = threads, .queue_max = queue_max, .niceness = 0});
  }

  // Answers what `Result<T> work()` returns.
  template <class Work, class Answer = std::invoke_result_t<Work&>>
  Task<Answer> read(Work work) {
    if (!pool_) co_return work();
    std::optional<Answer> answer;
    auto job = [&answer, &work] {
      answer.emplace(work());
      return true;
    };
    auto ran = co_await pool_->run(job);
    if (!ran) co_return failure_of(std::move(ran));
    co_return std::move(*answer);
  }

  // The same, and fails instead while writing is refused.
  template <class Work, class Answer = std::invoke_result_t<Work&>>
  Task<Answer> write(Work work) {
    auto guarded = [this, &work]() -> Answer {
      if (refusing_) return fail(Errc::unavailable, refusal, "storage_unavailable");
      return work();
    };
    co_return co_await read(guarded);
  }

  // As if the disk were full. From any thread.
  void refuse_writes(bool refuse) { refusing_ = refuse; }
  bool pump() { return pace_ == Pace::when_pumped && pool_->pump(); }

 private:
  static constexpr char const* refusal = "The change could not be stored, try again soon";

  Pace pace_;
  std::atomic<bool> refusing_ = false;
  std::optional<runtime::BlockingPool> pool_;
};

}  // namespace switchboard::memory

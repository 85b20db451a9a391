#pragma once
// Group commit. One thread writes: whatever has queued up goes into one transaction, and everyone
// in it is answered after the commit. When the commit fails, nothing of it is stored and everyone
// is told so; the next batch tries afresh, so that writing goes on by itself when the disk is well.

#include <array>
#include <atomic>
#include <memory>
#include <span>
#include <vector>

#include "adapters/sqlite/write_job.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "runtime/blocking_pool.hpp"

namespace switchboard::sqlite {

class Writer {
 public:
  struct Options {
    std::size_t queue_max = 8192;  // jobs that wait or are being written
    std::size_t batch_max = 1024;  // jobs in one transaction
    bool thread = true;            // false: nothing is written until pump()
  };

  // `connection`, `clock` and the observer (which may be null) must outlive the writer, and so must
  // every loop that waits for it.
  Writer(Connection& connection, Clock const& clock, ports::StoreObserver* observer,
         Options options);
  Writer(Writer const&) = delete;

  // `co_await writer.commit(job)`, on a loop: true when the job has its answer; false, at once,
  // when too many wait.
  class Commit {
   public:
    Commit(Writer& writer, WriteJob& job) : writer_(writer), job_(job) {}
    [[nodiscard]] bool await_ready() const { return false; }
    bool await_suspend(std::coroutine_handle<> waiting);
    [[nodiscard]] bool await_resume() const { return accepted_; }

   private:
    Writer& writer_;
    WriteJob& job_;
    bool accepted_ = false;
  };
  [[nodiscard]] Commit commit(WriteJob& job) { return {*this, job}; }

  // Answers what `Result<T> work(Batch&)` returns, once that is committed.
  template <class Work, class Answer = std::invoke_result_t<Work&, Batch&>>
  Task<Answer> run(ports::StoreQuery query, Work work) {
    Change<Work, typename Answer::value_type> job(query, work);
    auto accepted = co_await commit(job);
    if (!accepted) co_return std::unexpected(busy());
    co_return job.take();
  }

  [[nodiscard]] static Error busy();

  // Writes what is queued, here and now; true if there was anything. Only a writer without a thread
  // can be pumped: two must never write at once.
  bool pump() { return !options_.thread && thread_.pump(); }

 private:
  using Jobs = std::span<WriteJob* const>;

  [[nodiscard]] bool enqueue(WriteJob& job);
  void drain();
  void write(Jobs jobs);
  [[nodiscard]] std::optional<Failure> transact(Jobs jobs);
  void roll_back();
  void note(std::optional<Failure> const& failure);
  void count(Jobs jobs, Duration took);
  void resume(Jobs jobs);

  Clock const& clock_;
  ports::StoreObserver* observer_;
  Options options_;
  Batch batch_;
  bool failing_ = false;
  std::vector<WriteJob*> taken_;  // the writer's own, kept for its memory

  // Newest first. Whoever finds it empty wakes the thread, which takes all at once.
  std::atomic<WriteJob*> newest_ = nullptr;
  std::atomic<std::size_t> waiting_ = 0;
  runtime::BlockingPool thread_;  // last: it finishes what is queued while the rest still stands
};

}  // namespace switchboard::sqlite

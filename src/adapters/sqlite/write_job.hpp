#pragma once
// Something to be written: what a coroutine leaves with the writer while it waits. It lives in the
// coroutine's frame, so queueing costs no memory; the frame must stay until it is resumed.

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/own_marks.hpp"
#include "adapters/sqlite/removed_senders.hpp"
#include "adapters/sqlite/room_heads.hpp"
#include "ports/store_observer.hpp"
#include "runtime/loop.hpp"

namespace switchboard::sqlite {

// What the jobs of one transaction work with.
struct Batch {
  Connection& connection;
  RoomHeads heads = {};
  OwnMarks own_marks = {};
  RemovedSenders removed = {};
};

class WriteJob {
 public:
  explicit WriteJob(ports::StoreQuery query) : query_(query) {}
  WriteJob(WriteJob const&) = delete;
  virtual ~WriteJob() = default;

  // Inside the transaction, on the writer's thread; twice when a neighbour's bug broke the first
  // one. Looks first and writes only what nothing forbids: its refusal is its own answer and leaves
  // the others alone.
  virtual void apply(Batch& batch) = 0;
  // After the commit, in the order of the jobs, before any of them resumes.
  virtual void on_committed() noexcept {}
  // Nothing was stored: the outside failed (all of the batch), or `apply` threw (this job alone).
  virtual void on_failed() noexcept = 0;
  virtual void on_thrown(std::exception_ptr thrown) noexcept = 0;

 private:
  friend class Writer;
  ports::StoreQuery query_;
  WriteJob* older_ = nullptr;
  runtime::Loop* home_ = nullptr;
  std::coroutine_handle<> waiting_;
};

// A job with an answer.
template <class T>
class AnsweredJob : public WriteJob {
 public:
  using WriteJob::WriteJob;

  void on_failed() noexcept final { answer_.emplace(std::unexpected(write_error())); }
  void on_thrown(std::exception_ptr thrown) noexcept final { thrown_ = std::move(thrown); }

  [[nodiscard]] Result<T> take() {
    if (thrown_) std::rethrow_exception(thrown_);
    return std::move(*answer_);
  }

 protected:
  std::optional<Result<T>> answer_;

 private:
  std::exception_ptr thrown_;
};

// A job made of a function: `Result<T> work(Batch&)`.
template <class Work, class T>
class Change final : public AnsweredJob<T> {
 public:
  Change(ports::StoreQuery query, Work& work) : AnsweredJob<T>(query), work_(work) {}

  void apply(Batch& batch) override { this->answer_.emplace(work_(batch)); }

 private:
  Work& work_;
};

}  // namespace switchboard::sqlite

#pragma once
// Reading: a few connections, each used by one thread at a time, beside the writer and never in its
// way. What was committed before a read begins, it sees.

#include <atomic>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "adapters/sqlite/database.hpp"
#include "base/task.hpp"
#include "ports/store_observer.hpp"
#include "runtime/blocking_pool.hpp"

namespace switchboard::sqlite {

class Readers {
 public:
  struct Options {
    std::size_t connections = 5;
    std::size_t queue_max = 1024;
    Duration longest = std::chrono::seconds(5);  // a query that runs longer is stopped
    bool threads = true;                         // false: nothing is read until pump()
  };

  // All but the options must outlive the readers; the observer may be null.
  Readers(Database const& database, Clock const& clock, ports::StoreObserver* observer,
          Options options);
  Readers(Readers const&) = delete;

  // Answers what `Result<T> work(Connection&)` returns; unavailable when too many wait, when the
  // query takes too long and when the file cannot be read. Only on a loop.
  template <class Work, class Answer = std::invoke_result_t<Work&, Connection&>>
  Task<Answer> run(ports::StoreQuery query, Work work) {
    std::optional<Answer> answer;
    auto job = [this, &answer, &work, query] {
      answer.emplace(serve<Answer>(query, work));
      return true;
    };
    auto ran = co_await threads_.run(std::move(job));
    if (!ran) co_return failure_of(std::move(ran));
    co_return std::move(*answer);
  }

  bool pump() { return pumped_ && threads_.pump(); }

 private:
  // A connection out of those that are free. There is always one: each thread takes one at a time,
  // and there are as many connections as threads.
  class Lease {
   public:
    explicit Lease(Readers& readers) : readers_(readers), slot_(readers.take()) {}
    Lease(Lease const&) = delete;
    ~Lease() { readers_.taken_[slot_].clear(std::memory_order_release); }
    [[nodiscard]] Connection& connection() { return *readers_.connections_[slot_]; }

   private:
    Readers& readers_;
    std::size_t slot_;
  };

  template <class Answer, class Work>
  Answer serve(ports::StoreQuery query, Work& work) {
    Lease lease(*this);
    auto& connection = lease.connection();
    auto started = clock_.now();
    static_cast<void>(connection.take_failure());  // left by work that threw
    connection.start_clock();
    Answer answer = work(connection);
    if (observer_ != nullptr) observer_->on_queries(query, 1, clock_.now() - started);
    if (connection.take_failure()) return std::unexpected(read_error());
    return answer;
  }
  [[nodiscard]] std::size_t take();

  Clock const& clock_;
  ports::StoreObserver* observer_;
  bool pumped_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::unique_ptr<std::atomic_flag[]> taken_;
  runtime::BlockingPool threads_;  // last: it finishes what is queued while the rest still stands
};

// Several queries that see the same state. It must end before the connection is given back.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection);
  Snapshot(Snapshot const&) = delete;
  ~Snapshot();

 private:
  Connection& connection_;
};

}  // namespace switchboard::sqlite

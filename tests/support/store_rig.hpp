#pragma once
// A store of each kind, and a loop that the test pumps by hand. A contract is a TEST_CASE_TEMPLATE
// over STORE_RIGS.

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/memory/store.hpp"
#include "adapters/sqlite/store.hpp"
#include "base/task.hpp"
#include "runtime/loop.hpp"
#include "support/store_directory.hpp"

namespace switchboard::tests {

struct SqliteOnThreads {
  static constexpr bool any_thread = true;
  StoreDirectory directory;
  sqlite::Store store;
  explicit SqliteOnThreads(Clock const& clock)
      : store({.path = directory.path() / "store.db", .reader_connections = 2}, clock) {}
};

struct SqliteByHand {
  static constexpr bool any_thread = true;
  StoreDirectory directory;
  sqlite::Store store;
  explicit SqliteByHand(Clock const& clock)
      : store({.path = directory.path() / "store.db", .reader_connections = 1, .threads = false},
              clock) {}
};

struct MemoryOnThread {
  static constexpr bool any_thread = true;
  memory::Store store;
  explicit MemoryOnThread(Clock const& clock) : store(clock, memory::Pace::on_a_thread) {}
};

struct MemoryAtOnce {
  static constexpr bool any_thread = false;
  memory::Store store;
  explicit MemoryAtOnce(Clock const& clock) : store(clock) {}
};

#define STORE_RIGS SqliteOnThreads, SqliteByHand, MemoryOnThread, MemoryAtOnce

// Pumps `loop` and `store` until `done()`; a store that never answers fails the test.
template <class Store, class Done>
void pump_until(runtime::Loop& loop, Store& store, Done done) {
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!done()) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    if (!store.pump()) loop.turn(std::chrono::milliseconds(1));
  }
}

// The answers of all tasks, in their order. They are all under way at once.
template <class Store, class T>
std::vector<T> wait_all(runtime::Loop& loop, Store& store, std::vector<Task<T>> tasks) {
  std::vector<std::optional<T>> answers(tasks.size());
  std::size_t open = tasks.size();
  std::exception_ptr thrown;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    start(
        std::move(tasks[i]),
        [&, i](T answer) {
          answers[i].emplace(std::move(answer));
          --open;
        },
        [&](std::exception_ptr exception) {
          thrown = exception;
          --open;
        });
  pump_until(loop, store, [&] { return open == 0; });
  if (thrown) std::rethrow_exception(thrown);
  std::vector<T> all;
  for (auto& answer : answers) all.push_back(std::move(*answer));
  return all;
}

template <class Store, class T>
T wait(runtime::Loop& loop, Store& store, Task<T> task) {
  std::vector<Task<T>> one;
  one.push_back(std::move(task));
  return std::move(wait_all(loop, store, std::move(one)).front());
}

template <class Kind>
class StoreRig {
 public:
  static constexpr bool any_thread = Kind::any_thread;

  StoreRig() : loop_(clock_), kind_(clock_) { loop_.adopt_thread(); }

  [[nodiscard]] auto& store() { return kind_.store; }
  [[nodiscard]] ports::UserStore& users() { return store().users(); }
  [[nodiscard]] ports::MessageStore& messages() { return store().messages(); }
  [[nodiscard]] ports::RoomStore& rooms() { return store().rooms(); }
  [[nodiscard]] ports::InboxStore& inboxes() { return store().inboxes(); }
  [[nodiscard]] ports::SignInStore& sign_ins() { return store().sign_ins(); }
  [[nodiscard]] ports::ApiKeyStore& api_keys() { return store().api_keys(); }
  [[nodiscard]] SystemClock const& clock() const { return clock_; }

  template <class T>
  T wait(Task<T> task) {
    return tests::wait(loop_, store(), std::move(task));
  }
  template <class T>
  std::vector<T> wait_all(std::vector<Task<T>> tasks) {
    return tests::wait_all(loop_, store(), std::move(tasks));
  }
  template <class Done>
  void pump_until(Done done) {
    tests::pump_until(loop_, store(), done);
  }

 private:
  SystemClock clock_;
  runtime::Loop loop_;
  Kind kind_;
};

}  // namespace switchboard::tests

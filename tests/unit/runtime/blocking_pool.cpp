#include "runtime/blocking_pool.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <stdexcept>

#include "support/manual_clock.hpp"

using namespace switchboard;
using runtime::BlockingPool;
using runtime::Loop;

namespace {

struct Rig {
  tests::ManualClock clock;
  Loop loop{clock};
  BlockingPool pool;

  explicit Rig(std::size_t queue_max = 8)
      : pool({.name = "test", .threads = 0, .queue_max = queue_max}) {
    loop.adopt_thread();
  }
};

Task<Result<int>> answer(BlockingPool& pool, int number) {
  auto running = pool.run([number] { return number; });
  co_return co_await running;
}

Task<Result<int>> fail_in(BlockingPool& pool) {
  auto running = pool.run([]() -> int { throw std::runtime_error("broken"); });
  co_return co_await running;
}

}  // namespace

TEST_CASE("work waits for the pool, and its coroutine goes on in a later turn of its own loop") {
  Rig rig;
  std::optional<Result<int>> result;
  start(
      answer(rig.pool, 7), [&](Result<int> value) { result = std::move(value); },
      [](auto const&) {});
  CHECK(rig.pool.queued() == 1);
  CHECK(rig.pool.pump());
  CHECK(!result);
  CHECK(rig.loop.turn(Duration::zero()));
  REQUIRE(result);
  CHECK(result->value() == 7);
  CHECK(!rig.pool.pump());
}

TEST_CASE("a full queue refuses at once, says when to try again, and takes again when empty") {
  Rig rig(2);
  int accepted = 0;
  Error refusal{};
  auto ask = [&] {
    start(
        answer(rig.pool, 1),
        [&](Result<int> const& value) {
          if (value)
            ++accepted;
          else
            refusal = value.error();
        },
        [](auto const&) {});
  };
  for (int i = 0; i < 3; ++i) ask();
  CHECK(rig.pool.queued() == 2);
  CHECK(refusal.code == Errc::unavailable);
  CHECK(refusal.retry_after == std::chrono::seconds(1));
  rig.pool.pump();
  ask();
  rig.pool.pump();
  rig.loop.turn(Duration::zero());
  CHECK(accepted == 3);
}

TEST_CASE("what the work throws is thrown in the coroutine") {
  Rig rig;
  std::string reason;
  start(
      fail_in(rig.pool), [](auto const&) {},
      [&](std::exception_ptr const& thrown) {
        try {
          std::rethrow_exception(thrown);
        } catch (std::runtime_error const& error) {
          reason = error.what();
        }
      });
  rig.pool.pump();
  rig.loop.turn(Duration::zero());
  CHECK(reason == "broken");
}

TEST_CASE("a pool that ends runs what was accepted, with threads and without") {
  for (std::size_t threads : {0, 2}) {
    std::atomic<int> ran = 0;
    {
      BlockingPool pool({.name = "test", .threads = threads, .queue_max = 100});
      for (int i = 0; i < 100; ++i) REQUIRE(pool.submit([&ran] { ++ran; }));
    }
    CHECK(ran == 100);
  }
}

TEST_CASE("a coroutine that waited for a thread goes on on its own loop's thread") {
  SystemClock clock;
  Loop loop(clock);
  loop.adopt_thread();
  BlockingPool pool({.name = "test", .threads = 2});
  std::optional<Result<int>> result;
  Loop* where = nullptr;
  start(
      answer(pool, 3),
      [&](Result<int> value) {
        where = Loop::current();
        result = std::move(value);
      },
      [](auto const&) {});
  while (!result) loop.turn(std::nullopt);
  CHECK(where == &loop);
  CHECK(result->value() == 3);
}

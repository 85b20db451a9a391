#include "runtime/shards.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <vector>

#include "support/manual_clock.hpp"

using namespace switchboard;
using runtime::Loop;
using runtime::Shards;

TEST_CASE("a call to another shard runs there and comes home with its answer") {
  tests::ManualClock clock;
  Shards shards(clock, 2);
  Loop* ran_on = nullptr;
  Loop* came_home_to = nullptr;
  auto work = [&] {
    ran_on = Loop::current();
    return 7;
  };
  int answer = 0;
  shards[0].adopt_thread();
  start(
      runtime::call(shards[1], work),
      [&](int value) {
        came_home_to = Loop::current();
        answer = value;
      },
      [](auto const&) {});
  CHECK(ran_on == nullptr);
  for (std::size_t i : {1, 0}) {
    shards[i].adopt_thread();
    shards[i].turn(Duration::zero());
  }
  CHECK(ran_on == &shards[1]);
  CHECK(came_home_to == &shards[0]);
  CHECK(answer == 7);
}

TEST_CASE("a call to one's own shard is answered at once") {
  tests::ManualClock clock;
  Shards shards(clock, 1);
  shards[0].adopt_thread();
  int answer = 0;
  start(
      runtime::call(shards[0], [] { return 7; }), [&](int value) { answer = value; },
      [](auto const&) {});
  CHECK(answer == 7);
}

TEST_CASE("shards that stop first run everything that was posted") {
  SystemClock clock;
  Shards shards(clock, 3);
  shards.start();
  std::atomic<int> ran = 0;
  for (int i = 0; i < 300; ++i) shards[static_cast<std::size_t>(i) % 3].post([&ran] { ++ran; });
  shards.stop();
  CHECK(ran == 300);
}

TEST_CASE("run_and_wait answers when the work is done, on the loop's own thread") {
  SystemClock clock;
  Shards shards(clock, 2);
  shards.start();
  Loop* where = nullptr;
  runtime::run_and_wait(shards[1], [&] { where = Loop::current(); });
  CHECK(where == &shards[1]);
}

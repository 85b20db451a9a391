#include "runtime/loop.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "runtime/socket.hpp"
#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using runtime::Loop;
using runtime::TurnEnd;
using tests::ManualClock;

namespace {

struct Rig {
  ManualClock clock;
  Loop loop{clock};
  std::string story;

  Rig() { loop.adopt_thread(); }
  bool turn() { return loop.turn(Duration::zero()); }
};

struct End final : TurnEnd {
  End(Rig& owner, Phase phase, char letter) : TurnEnd(phase), rig(owner), name(letter) {}
  void on_turn_end() override {
    rig.story += name;
    if (next != nullptr) rig.loop.ask_turn_end(*std::exchange(next, nullptr));
  }
  Rig& rig;
  char name;
  TurnEnd* next = nullptr;
};

struct Reader final : runtime::Watcher {
  explicit Reader(std::function<void()> action) : on_readable(std::move(action)) {}
  void on_events(std::uint32_t /*epoll_events*/) override {
    ++called;
    on_readable();
  }
  std::function<void()> on_readable;
  int called = 0;
};

Task<bool> sleep_and_note(Rig& rig) {
  auto sleep = rig.loop.sleep(100ms);
  co_await sleep;
  rig.story += 'w';
  co_return true;
}

}  // namespace

TEST_CASE("what was posted before an event happened is heard before it") {
  Rig rig;
  auto pair = runtime::stream_pair();
  Reader reader([&rig] { rig.story += 'e'; });
  rig.loop.watch(pair.ours.get(), EPOLLIN, reader);
  rig.loop.post([&rig] { rig.story += 'p'; });
  REQUIRE(runtime::send_some(pair.theirs.get(), "x") == 1);
  rig.turn();
  CHECK(rig.story == "pe");
  rig.loop.unwatch(pair.ours.get(), reader);
}

TEST_CASE("posted jobs run in the order of their posting, those of a job in the next turn") {
  Rig rig;
  rig.loop.post([&] {
    rig.story += 'a';
    rig.loop.post([&] { rig.story += 'c'; });
  });
  rig.loop.post([&] { rig.story += 'b'; });
  CHECK(rig.turn());
  CHECK(rig.story == "ab");
  CHECK(rig.turn());
  CHECK(rig.story == "abc");
  CHECK(!rig.turn());
}

TEST_CASE("all replies of a turn come before all fan-out, each once") {
  Rig rig;
  End reply(rig, TurnEnd::Phase::replies, 'r');
  End fan_out(rig, TurnEnd::Phase::fan_out, 'f');
  rig.loop.post([&] {
    rig.loop.ask_turn_end(fan_out);
    rig.loop.ask_turn_end(reply);
    rig.loop.ask_turn_end(fan_out);
    rig.loop.ask_turn_end(reply);
  });
  rig.turn();
  CHECK(rig.story == "rf");
  rig.turn();
  CHECK(rig.story == "rf");
}

TEST_CASE("a fan-out that has a last word for a session gets it out in the same turn") {
  Rig rig;
  End last_word(rig, TurnEnd::Phase::replies, 'l');
  End fan_out(rig, TurnEnd::Phase::fan_out, 'f');
  fan_out.next = &last_word;
  rig.loop.ask_turn_end(fan_out);
  rig.turn();
  CHECK(rig.story == "fl");
}

TEST_CASE("what was posted, then timers, then turn ends, then the destroyed: that is a turn") {
  Rig rig;
  End end(rig, TurnEnd::Phase::replies, 'e');
  runtime::Timer timer(
      rig.loop.timers(), [](void* owner) { static_cast<Rig*>(owner)->story += 't'; }, &rig);
  timer.arm(rig.loop.now() + 5ms);
  rig.loop.destroy_later([&] { rig.story += 'd'; });
  rig.loop.ask_turn_end(end);
  rig.loop.post([&] { rig.story += 'm'; });
  rig.clock.advance(5ms);
  rig.turn();
  CHECK(rig.story == "mted");
}

TEST_CASE("a watcher that leaves in the middle of a batch is not called any more") {
  Rig rig;
  auto first = runtime::stream_pair();
  auto second = runtime::stream_pair();
  std::unique_ptr<Reader> one;
  std::unique_ptr<Reader> two;
  int called = 0;
  auto leave_both = [&] {
    ++called;
    rig.loop.unwatch(first.ours.get(), *one);
    rig.loop.unwatch(second.ours.get(), *two);
    rig.loop.destroy_later([&] { one.reset(), two.reset(); });
  };
  one = std::make_unique<Reader>(leave_both);
  two = std::make_unique<Reader>(leave_both);
  rig.loop.watch(first.ours.get(), EPOLLIN, *one);
  rig.loop.watch(second.ours.get(), EPOLLIN, *two);
  REQUIRE(runtime::send_some(first.theirs.get(), "x") == 1);
  REQUIRE(runtime::send_some(second.theirs.get(), "x") == 1);
  CHECK(rig.turn());
  CHECK(called == 1);
  CHECK(one == nullptr);
  CHECK(!rig.turn());
}

TEST_CASE("a watcher hears of what it asks for now, not of what it asked for before") {
  Rig rig;
  auto pair = runtime::stream_pair();
  Reader reader([] {});
  rig.loop.watch(pair.ours.get(), 0, reader);
  REQUIRE(runtime::send_some(pair.theirs.get(), "x") == 1);
  CHECK(!rig.turn());
  rig.loop.rewatch(pair.ours.get(), EPOLLIN, reader);
  CHECK(rig.turn());
  CHECK(reader.called == 1);
  rig.loop.unwatch(pair.ours.get(), reader);
}

TEST_CASE("a sleeper wakes when its time has come, and not before") {
  Rig rig;
  bool done = false;
  start(sleep_and_note(rig), [&done](bool) { done = true; }, [](auto const&) {});
  rig.clock.advance(99ms);
  rig.turn();
  CHECK(!done);
  rig.clock.advance(1ms);
  rig.turn();
  CHECK(done);
  CHECK(rig.story == "w");
}

TEST_CASE("a sleeper that is dropped never wakes") {
  Rig rig;
  {
    auto task = sleep_and_note(rig);
    auto begun = task.await_suspend(std::noop_coroutine());
    begun.resume();
  }
  rig.clock.advance(1s);
  rig.turn();
  CHECK(rig.story.empty());
}

TEST_CASE("now stands still within a turn") {
  Rig rig;
  auto before = rig.loop.now();
  rig.loop.post([&] {
    auto in_turn = rig.loop.now();
    rig.clock.advance(1s);
    CHECK(rig.loop.now() == in_turn);
  });
  rig.turn();
  CHECK(rig.loop.now() == before);
  rig.turn();
  CHECK(rig.loop.now() == before + 1s);
}

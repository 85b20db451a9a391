#include "runtime/timer_wheel.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <vector>

using namespace switchboard;
using namespace std::chrono_literals;
using runtime::Timer;
using runtime::TimerWheel;

namespace {

Instant const start_of_time{1h};

struct Alarm {
  explicit Alarm(TimerWheel& wheel)
      : timer(wheel, [](void* self) { ++static_cast<Alarm*>(self)->rung; }, this) {}
  int rung = 0;
  Timer timer;
};

}  // namespace

TEST_CASE("a timer fires once its time has come, not a moment before") {
  for (auto wait : {Duration(1ms), Duration(63ms), Duration(64ms), Duration(65ms), Duration(4096ms),
                    Duration(25s), Duration(5min), Duration(3h), Duration(30h), Duration(400h)}) {
    TimerWheel wheel(start_of_time);
    Alarm alarm(wheel);
    alarm.timer.arm(start_of_time + wait);
    REQUIRE(wheel.next());
    CHECK(*wheel.next() <= start_of_time + wait);
    wheel.advance(start_of_time + wait - 1us);
    CHECK(alarm.rung == 0);
    wheel.advance(start_of_time + wait);
    CHECK(alarm.rung == 1);
    CHECK(!wheel.next());
    wheel.advance(start_of_time + 2 * wait);
    CHECK(alarm.rung == 1);
  }
}

TEST_CASE("a cancelled or destroyed timer does not fire, a moved one fires at its new time") {
  TimerWheel wheel(start_of_time);
  Alarm cancelled(wheel);
  Alarm moved(wheel);
  cancelled.timer.arm(start_of_time + 10ms);
  moved.timer.arm(start_of_time + 10ms);
  {
    Alarm(wheel).timer.arm(start_of_time + 10ms);
  }
  cancelled.timer.cancel();
  moved.timer.arm(start_of_time + 20ms);
  CHECK(wheel.advance(start_of_time + 15ms) == 0);
  CHECK(wheel.advance(start_of_time + 20ms) == 1);
  CHECK(moved.rung == 1);
}

TEST_CASE("a timer may arm itself again and destroy another from inside its action") {
  TimerWheel wheel(start_of_time);
  struct Ringer {
    explicit Ringer(TimerWheel& wheel)
        : victim(std::make_unique<Alarm>(wheel)),
          timer(wheel, [](void* self) { static_cast<Ringer*>(self)->ring(); }, this) {}
    void ring() {
      victim.reset();
      if (++rung < 3) timer.arm(start_of_time + (rung + 1) * 5ms);
    }
    int rung = 0;
    std::unique_ptr<Alarm> victim;
    Timer timer;
  } ringer(wheel);
  ringer.timer.arm(start_of_time + 5ms);
  ringer.victim->timer.arm(start_of_time + 5ms);
  CHECK(wheel.advance(start_of_time + 1s) == 3);
  CHECK(ringer.rung == 3);
}

TEST_CASE("a timer that is years away lets the wheel turn, and fires in its time") {
  TimerWheel wheel(start_of_time);
  Alarm far(wheel);
  Alarm farther(wheel);
  far.timer.arm(start_of_time + 24h * 365 * 3);
  farther.timer.arm(start_of_time + 24h * 365 * 7);
  auto now = start_of_time;
  for (int day = 0; day < 365 * 7; ++day) {
    CHECK(far.rung == (day < 365 * 3 ? 0 : 1));
    CHECK(farther.rung == 0);
    CHECK(*wheel.next() > now);
    wheel.advance(now += 24h);
  }
  CHECK(farther.rung == 1);
  CHECK_FALSE(wheel.next().has_value());
}

TEST_CASE("the wheel agrees with a sorted list, whatever is armed, moved and cancelled") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  TimerWheel wheel(start_of_time);
  std::vector<std::unique_ptr<Alarm>> alarms;
  std::map<std::size_t, Instant> armed;
  for (int i = 0; i < 50; ++i) alarms.push_back(std::make_unique<Alarm>(wheel));
  auto now = start_of_time;
  for (int step = 0; step < 20'000; ++step) {
    auto which = random() % alarms.size();
    if (random() % 4 == 0) {
      alarms[which]->timer.cancel();
      armed.erase(which);
    } else {
      auto deadline = now + std::chrono::milliseconds(1 + (random() % (1ULL << random() % 24)));
      alarms[which]->timer.arm(deadline);
      armed[which] = deadline;
    }
    auto earliest =
        std::ranges::min_element(armed, {}, [](auto const& each) { return each.second; });
    CHECK(wheel.next().has_value() == !armed.empty());
    if (!armed.empty()) CHECK(*wheel.next() <= earliest->second);
    now += std::chrono::milliseconds(random() % (1ULL << random() % 16));
    wheel.advance(now);
    for (std::size_t i = 0; i < alarms.size(); ++i) {
      bool due = armed.contains(i) && armed[i] <= now;
      CHECK(alarms[i]->rung == (due ? 1 : 0));
      alarms[i]->rung = 0;
      if (due) armed.erase(i);
    }
  }
}

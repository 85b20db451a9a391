#include "gateway/socketio/tape.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace switchboard;
using namespace std::chrono_literals;
using socketio::Tape;

namespace {

struct Rig {
  std::size_t all_bytes = 0;
  Tape tape;
  Instant now{};

  explicit Rig(socketio::TapeLimits limits = {}) : tape(limits, all_bytes) {}
  std::uint64_t say(std::string_view text, bool attached = true,
                    std::optional<std::uint64_t> ack = {}) {
    return tape.record(text, {}, ack, now, attached);
  }
  [[nodiscard]] std::vector<std::uint64_t> numbers() const {
    std::vector<std::uint64_t> numbers;
    for (auto const& item : tape.items()) numbers.push_back(item.number);
    return numbers;
  }
};

}  // namespace

TEST_CASE("events are numbered from 1, and the number is the event's last argument") {
  Rig rig;
  CHECK(rig.say(R"(["a"])") == 1);
  CHECK(rig.say(R"(["b",1])") == 2);
  CHECK(socketio::with_offset(R"(["b",1])", 2) == R"(["b",1,"2"])");
  CHECK(socketio::with_offset(R"(["a"])", 1) == R"(["a","1"])");
}

TEST_CASE("a tape covers what it still has, and nothing that it never had") {
  Rig rig({.items_max = 3});
  CHECK(rig.tape.covers(0));
  CHECK_FALSE(rig.tape.covers(1));
  for (int i = 0; i < 3; ++i) rig.say(R"(["a"])");
  CHECK(rig.tape.covers(0));
  CHECK(rig.tape.covers(3));
  CHECK_FALSE(rig.tape.covers(4));
  rig.say(R"(["a"])");
  CHECK_FALSE(rig.tape.covers(0));
  CHECK(rig.tape.covers(1));
  CHECK(rig.numbers() == std::vector<std::uint64_t>{2, 3, 4});
}

TEST_CASE("bytes are bounded too, attachments with them") {
  Rig rig({.bytes_max = 10'000});
  std::vector<std::string> large{std::string(6'000, 'x')};
  rig.tape.record(R"(["a"])", large, {}, rig.now, true);
  CHECK(rig.tape.covers(0));
  rig.tape.record(R"(["a"])", large, {}, rig.now, true);
  CHECK(rig.numbers() == std::vector<std::uint64_t>{2});
  CHECK_FALSE(rig.tape.covers(0));
}

TEST_CASE("all tapes together are bounded: the one that grows gives way, and says what it lacks") {
  std::size_t all_bytes = 0;
  socketio::TapeLimits const limits{.all_bytes_max = 10'000};
  Tape quiet(limits, all_bytes);
  auto say = [](Tape& tape) { tape.record(std::string(3'000, 'x'), {}, {}, Instant{}, true); };
  say(quiet);
  {
    Tape busy(limits, all_bytes);
    for (int i = 0; i < 5; ++i) say(busy);
    CHECK(busy.items().size() == 2);
    CHECK_FALSE(busy.covers(2));
    CHECK(busy.covers(3));
    busy.forget(7);
    CHECK(all_bytes <= 10'000);
  }
  CHECK(quiet.covers(0));
  say(quiet);
  say(quiet);
  CHECK(quiet.covers(0));
  CHECK(quiet.items().size() == 3);
}

TEST_CASE("what a heartbeat has confirmed is let go, but not while the client is away") {
  Rig rig({.age_max = 90s});
  rig.say(R"(["old"])");
  rig.now += 91s;
  rig.say(R"(["missed"])", false);
  CHECK(rig.numbers() == std::vector<std::uint64_t>{1, 2});
  rig.say(R"(["new"])");
  CHECK(rig.numbers() == std::vector<std::uint64_t>{2, 3});
}

TEST_CASE("an event that was answered need not be told again, and leaves no gap") {
  Rig rig;
  rig.say(R"(["a"])");
  rig.say(R"(["asked"])", true, 7);
  rig.say(R"(["b"])");
  rig.tape.forget(7);
  rig.tape.forget(8);
  CHECK(rig.numbers() == std::vector<std::uint64_t>{1, 3});
  CHECK(rig.tape.covers(1));
}

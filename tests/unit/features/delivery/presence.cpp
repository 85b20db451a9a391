#include "features/delivery/presence.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using delivery::Person;
using delivery::Presence;
using delivery::PresenceDiff;

namespace {

Person person(int number) {
  Uuid id;
  id.bytes[14] = static_cast<std::uint8_t>(number >> 8);
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return {UserId(id), "p" + std::to_string(number), "Person"};
}

struct Rig {
  tests::ManualClock clock;
  runtime::Loop loop{clock};
  ChannelName room{"room:general"};
  std::vector<PresenceDiff> told;
  Presence presence{loop, [this](auto const&, PresenceDiff const& diff) { told.push_back(diff); }};

  Rig() { loop.adopt_thread(); }
  void advance(Duration duration) {
    clock.advance(duration);
    while (loop.turn(Duration::zero())) {
    }
  }
};

}  // namespace

TEST_CASE("a first session comes and a last one goes, those between change nothing") {
  Rig rig;
  CHECK(rig.presence.enter(rig.room, person(1)));
  CHECK(!rig.presence.enter(rig.room, person(1)));
  CHECK(rig.presence.snapshot(rig.room).count == 1);
  CHECK(!rig.presence.leave(rig.room, person(1).id));
  CHECK(rig.presence.leave(rig.room, person(1).id));
  CHECK(!rig.presence.leave(rig.room, person(1).id));
  CHECK(rig.presence.snapshot(rig.room).count == 0);
}

TEST_CASE("changes are told at once, then at most every half second") {
  Rig rig;
  rig.presence.enter(rig.room, person(1));
  rig.advance(1ms);
  REQUIRE(rig.told.size() == 1);
  rig.presence.enter(rig.room, person(2));
  rig.presence.leave(rig.room, person(1).id);
  rig.advance(498ms);
  CHECK(rig.told.size() == 1);
  rig.advance(2ms);
  REQUIRE(rig.told.size() == 2);
  REQUIRE(rig.told[1].joined.size() == 1);
  CHECK(rig.told[1].joined[0].username == "p2");
  CHECK(rig.told[1].left == std::vector{person(1).id});
  CHECK(rig.told[1].count == 1);
}

TEST_CASE("whoever came and went between two diffs is in neither") {
  Rig rig;
  rig.presence.enter(rig.room, person(1));
  rig.advance(1ms);
  rig.presence.enter(rig.room, person(2));
  rig.presence.leave(rig.room, person(2).id);
  rig.presence.leave(rig.room, person(1).id);
  rig.presence.enter(rig.room, person(1));
  rig.advance(5s);
  CHECK(rig.told.size() == 1);
}

TEST_CASE("up to five hundred are named, above that only counted") {
  Rig rig;
  for (int i = 1; i <= 500; ++i) rig.presence.enter(rig.room, person(i));
  rig.advance(1ms);
  REQUIRE(rig.told.size() == 1);
  CHECK(rig.told[0].joined.size() == 500);
  CHECK(rig.presence.snapshot(rig.room).joined.size() == 500);
  rig.presence.enter(rig.room, person(501));
  rig.advance(1s);
  REQUIRE(rig.told.size() == 2);
  CHECK(rig.told[1].joined.empty());
  CHECK(rig.told[1].count == 501);
  CHECK(rig.presence.snapshot(rig.room).joined.empty());
}

TEST_CASE("channels know nothing of each other") {
  Rig rig;
  rig.presence.enter(rig.room, person(1));
  CHECK(rig.presence.enter(ChannelName("room:garden"), person(1)));
  CHECK(!rig.presence.leave(ChannelName("room:nowhere"), person(1).id));
  CHECK(rig.presence.snapshot(rig.room).count == 1);
}

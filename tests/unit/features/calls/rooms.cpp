#include "features/calls/rooms.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using calls::Kind;

namespace {

// A node of three shards, pumped by hand.
struct Rig {
  static constexpr std::size_t count = 3;
  tests::ManualClock clock;
  runtime::Shards shards{clock, count};
  calls::People people;
  calls::Rooms rooms{shards, people};
  std::map<std::uint64_t, std::vector<Kind>> heard;

  Rig() {
    for (std::size_t i = 0; i < count; ++i)
      rooms.on_delivery(i, [this, i](SessionId session, calls::Signal const& signal) {
        CHECK(runtime::Loop::current() == &shards[i]);
        CHECK(session.value() % count == i);
        heard[session.value()].push_back(signal.kind);
      });
  }

  void pump() {
    for (bool happened = true; happened;) {
      happened = false;
      for (std::size_t i = 0; i < count; ++i) {
        shards[i].adopt_thread();
        happened |= shards[i].turn(Duration::zero());
      }
    }
  }
  void advance(Duration duration) {
    clock.advance(duration);
    pump();
  }

  // On the session's own shard, to its end.
  template <class T>
  T run(std::uint64_t session, Task<T> task) {
    std::optional<T> result;
    shards[session % count].adopt_thread();
    start(
        std::move(task), [&](T value) { result.emplace(std::move(value)); },
        [](auto const&) { FAIL("thrown"); });
    pump();
    REQUIRE(result);
    return std::move(*result);
  }

  static calls::Entrant person(std::uint64_t session) {
    auto number = static_cast<std::uint8_t>(session);
    return {.address = {session % count, SessionId(session)},
            .user = UserId(Uuid{{number}}),
            .id = PeerId(number),
            .name = "x",
            .extended = true,
            .ice_servers = "[]",
            .seat = "seat" + std::to_string(session)};
  }
  CallRoom create(std::uint64_t session) { return run(session, rooms.create(person(session))); }
  Result<void> join(CallRoom room, std::uint64_t session) {
    return run(session, rooms.join(room, person(session), ""));
  }
};

}  // namespace

TEST_CASE("CALL-7 rooms have numbers of 48 bits, each another, and never zero") {
  Rig rig;
  std::map<CallRoom, int> seen;
  for (std::uint64_t i = 1; i <= 200; ++i) ++seen[rig.create(i)];
  CHECK(seen.size() == 200);
  CHECK(seen.begin()->first.value() > 0);
  CHECK(seen.rbegin()->first.value() < (std::int64_t{1} << 48));
  CHECK(seen.rbegin()->first.value() > 1000 * 200);
}

TEST_CASE("people of all shards meet in a room, whatever its home, and hear in one order") {
  for (int round = 0; round < 10; ++round) {
    Rig rig;
    auto room = rig.create(1);
    CHECK(rig.join(room, 2));
    CHECK(rig.join(room, 3));
    calls::Signal offer{.kind = Kind::sdp, .to = PeerId(1), .payload = "{}"};
    CHECK(rig.run(3, rig.rooms.relay(room, SessionId(3), offer)));
    rig.rooms.part(room, SessionId(2), calls::Parting::left);
    rig.pump();
    CHECK(rig.heard[1] == std::vector{Kind::room_created, Kind::peer_joined, Kind::peer_joined,
                                      Kind::sdp, Kind::leave_room});
    CHECK(rig.heard[2] == std::vector{Kind::room_joined, Kind::peer_joined});
    CHECK(rig.heard[3] == std::vector{Kind::room_joined, Kind::leave_room});
  }
}

TEST_CASE("CALL-12 a room that is not there cannot be joined, also when its last member left") {
  Rig rig;
  CHECK(rig.join(CallRoom(1), 1).error().message == "room not found");
  CHECK(rig.join(CallRoom(-1), 1).error().message == "room not found");
  CHECK(rig.join(CallRoom(0), 1).error().message == "room not found");
  auto room = rig.create(1);
  rig.rooms.part(room, SessionId(1), calls::Parting::left);
  rig.pump();
  CHECK(rig.join(room, 2).error().message == "room not found");
  CHECK(rig.run(2, rig.rooms.relay(room, SessionId(2), {})).error().message == "peer not in room");
}

TEST_CASE("a seat that nobody comes back to is given up after 20 s, and its room with it") {
  Rig rig;
  auto room = rig.create(1);
  rig.rooms.part(room, SessionId(1), calls::Parting::lost);
  rig.pump();
  rig.advance(19s);
  CHECK(rig.people.find(Rig::person(1).user).room == room);
  rig.advance(2s);
  CHECK(rig.people.find(Rig::person(1).user).room == std::nullopt);
  auto joined = rig.join(room, 2);
  REQUIRE_FALSE(joined);
  CHECK(joined.error().message == "room not found");
}

TEST_CASE("where people are: the newest connection counts, and one room") {
  calls::People people;
  auto user = Rig::person(1).user;
  CHECK(people.enter(user, {0, SessionId(1)}).empty());
  people.sit_down(user, CallRoom(7));
  auto before = people.enter(user, {1, SessionId(2)});
  CHECK(before.connection->session == SessionId(1));
  CHECK(before.room == CallRoom(7));
  people.leave(user, SessionId(1));
  CHECK(people.find(user).connection->session == SessionId(2));
  people.stand_up(user, CallRoom(8));
  CHECK(people.find(user).room == CallRoom(7));
  people.stand_up(user, CallRoom(7));
  people.leave(user, SessionId(2));
  CHECK(people.find(user).empty());
}

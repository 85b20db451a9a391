// Joining, leaving, losing and coming back at random, from a printed seed. Each session keeps its
// own picture of the room from what it hears; the pictures must never be wrong.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "features/calls/room.hpp"
#include "protocol/json/document.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using calls::Kind;

namespace {

constexpr int people = 8;
constexpr int steps = 4000;

std::vector<std::int64_t> numbers_of(json::Value array) {
  std::vector<std::int64_t> numbers;
  array.each_element([&](json::Value value) {
    numbers.push_back(*value.integer());
    return true;
  });
  return numbers;
}

// What one session knows of the room, from its own frames alone.
struct Picture {
  std::vector<std::int64_t> members;  // in the order of joining
  bool welcomed = false;

  void hear(calls::Signal const& signal) {
    json::Document document(signal.payload);
    REQUIRE(document.valid());
    auto payload = document.root();
    auto from = signal.from.value();
    if (signal.kind == Kind::room_created || signal.kind == Kind::room_joined) {
      REQUIRE_FALSE(std::exchange(welcomed, true));  // joined once
      auto clients = payload.find("clients");
      members = clients ? numbers_of(*clients) : std::vector{*payload.find("host")->integer()};
      REQUIRE(members.front() == payload.find("host")->integer());
      return;
    }
    REQUIRE(welcomed);  // nothing of a room before one's own welcome
    auto known = std::ranges::find(members, from) != members.end();
    if (signal.kind == Kind::peer_joined) {
      REQUIRE(known == payload.find("resumed")->boolean());
      if (!known) members.push_back(from);
    } else {
      REQUIRE(known);  // away and left only after joined
      if (signal.kind == Kind::leave_room) {
        std::erase(members, from);
        REQUIRE(members.front() == payload.find("host")->integer());
      }
    }
  }
};

struct Session {
  int person = 0;
  std::string seat;
  Picture picture;
};

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {}

  void step() {
    now_ += std::chrono::milliseconds(pick(4000));
    hear(room_.lapse(now_));
    auto person = pick(people);
    auto session = current_[person];
    switch (pick(4)) {
      case 0:
      case 1: come(person); break;
      case 2:
        if (session) end(*session, room_.leave(SessionId(*session)));
        break;
      case 3:
        if (session) end(*session, room_.lose(SessionId(*session), now_));
        break;
    }
    check();
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  void come(int person) {
    auto id = ++sessions_made_;
    auto before = seats_[person];
    auto seat = pick(3) == 0 ? std::string("wrong") : before;
    sessions_[id] = {person, "seat" + std::to_string(id), {}};
    calls::Entrant entrant{.address = {0, SessionId(id)},
                           .user = UserId(Uuid{{static_cast<std::uint8_t>(person + 1)}}),
                           .id = PeerId(person + 1),
                           .name = "x",
                           .extended = true,
                           .ice_servers = "[]",
                           .seat = sessions_[id].seat};
    auto older = current_[person];
    if (older) sessions_.erase(*older);  // replaced: it hears no more
    current_[person] = id;
    seats_[person] = sessions_[id].seat;
    if (room_.empty()) return hear(room_.create(std::move(entrant)));
    auto joined = room_.join(std::move(entrant), seat);
    REQUIRE(joined);
    hear(*joined);
    if (older) hear(room_.lose(SessionId(*older), now_));  // comes late, and must not count
  }

  void end(std::uint64_t session, calls::Outcome const& outcome) {
    current_[sessions_[session].person].reset();
    sessions_.erase(session);
    hear(outcome);
  }

  void hear(calls::Outcome const& outcome) {
    for (auto const& [to, signal] : outcome.deliveries) {
      auto found = sessions_.find(to.session.value());
      REQUIRE(found != sessions_.end());  // nobody is spoken to who is not there
      found->second.picture.hear(*signal);
    }
  }

  // Everybody who is in sees the same members in the same order, and no ghost among them.
  void check() {
    std::optional<std::vector<std::int64_t>> first;
    for (auto const& [id, session] : sessions_) {
      if (!session.picture.welcomed) continue;
      if (!first) first = session.picture.members;
      REQUIRE(session.picture.members == *first);
    }
    if (!first) return;
    for (int person = 0; person < people; ++person) {
      auto listed = std::ranges::count(*first, person + 1);
      REQUIRE(listed <= 1);
      if (current_[person]) REQUIRE(listed == 1);
    }
    auto there =
        std::ranges::count_if(current_, [](auto const& each) { return bool(each.second); });
    if (!room_.next_lapse()) REQUIRE(there == std::ssize(*first));
  }

  std::mt19937 random_;
  calls::Room room_{CallRoom(9)};
  Instant now_{};
  std::uint64_t sessions_made_ = 0;
  std::map<std::uint64_t, Session> sessions_;
  std::map<int, std::optional<std::uint64_t>> current_;
  std::map<int, std::string> seats_;
};

}  // namespace

TEST_CASE(
    "CALL-14 CALL-15 CALL-17 joined comes before left, nothing twice, no ghost, and the host "
    "is the first of those who are in") {
  for (int round = 0; round < 5; ++round) {
    auto seed = std::random_device{}();
    CAPTURE(seed);
    World world(seed);
    for (int i = 0; i < steps; ++i) world.step();
  }
}

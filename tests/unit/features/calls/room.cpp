#include "features/calls/room.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <utility>

using namespace switchboard;
using namespace std::chrono_literals;
using calls::Kind;

namespace {

Instant at(Duration since_start) { return Instant(since_start); }

// One room, people by their first letter, and what each session heard, as `KIND FROM` words.
class Hearing {
 public:
  calls::Room room{CallRoom(9)};
  std::map<std::uint64_t, std::string> heard;

  static calls::Entrant person(char letter, std::uint64_t session, bool extended = true) {
    UserId user(Uuid{{static_cast<std::uint8_t>(letter)}});
    return {.address = {0, SessionId(session)},
            .user = user,
            .id = PeerId(letter),
            .name = std::string(1, letter),
            .extended = extended,
            .ice_servers = "[]",
            .seat = std::string("seat") + letter};
  }

  void tell(calls::Outcome const& outcome) {
    for (auto const& [to, signal] : outcome.deliveries) {
      auto& line = heard[to.session.value()];
      line += std::string(line.empty() ? "" : " ") + word(*signal);
    }
  }
  void create(calls::Entrant who) { tell(room.create(std::move(who))); }
  std::string join(calls::Entrant who, std::string_view seat = {}) {
    auto joined = room.join(std::move(who), seat);
    if (!joined) return joined.error().message;
    tell(*joined);
    return "";
  }
  // What a session heard since it was last asked.
  std::string news(std::uint64_t session) { return std::exchange(heard[session], {}); }

 private:
  static std::string word(calls::Signal const& signal) {
    auto from = signal.from.value() == 0 ? std::string()
                                         : std::string(1, static_cast<char>(signal.from.value()));
    switch (signal.kind) {
      case Kind::room_created: return "created";
      case Kind::room_joined: return "joined:" + clients(signal.payload);
      case Kind::peer_joined:
        return (signal.payload.contains(R"("resumed":true)") ? "back:" : "came:") + from;
      case Kind::peer_away: return "away:" + from;
      case Kind::leave_room: return "left:" + from + ">" + host(signal.payload);
      default: return "?";
    }
  }
  static std::string letters(std::string_view numbers) {
    std::string out;
    for (int number = 0; char c : numbers) {
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        continue;
      }
      if (number > 0) out += static_cast<char>(number);
      number = 0;
    }
    return out;
  }
  static std::string clients(std::string_view payload) {
    auto from = payload.find("\"clients\":") + 10;
    return letters(payload.substr(from, payload.find(']', from) + 1 - from));
  }
  static std::string host(std::string_view payload) {
    return letters(payload.substr(payload.find("\"host\":") + 7));
  }
};

}  // namespace

TEST_CASE("CALL-8 who joins is told of everybody; documented members are told nothing") {
  Hearing rig;
  rig.create(Hearing::person('A', 1, false));
  CHECK(rig.join(Hearing::person('B', 2)).empty());
  CHECK(rig.join(Hearing::person('C', 3)).empty());
  CHECK(rig.news(1) == "created");
  CHECK(rig.news(2) == "joined:AB came:C");
  CHECK(rig.news(3) == "joined:ABC");
}

TEST_CASE("CALL-14 the host passes on in the order of joining, and the last one ends the room") {
  Hearing rig;
  rig.create(Hearing::person('A', 1, false));
  CHECK(rig.join(Hearing::person('B', 2, false)).empty());
  CHECK(rig.join(Hearing::person('C', 3, false)).empty());
  rig.heard.clear();
  rig.tell(rig.room.leave(SessionId(1)));
  CHECK(rig.news(2) == "left:A>B");
  CHECK(rig.news(3) == "left:A>B");
  CHECK(rig.news(1).empty());
  rig.tell(rig.room.leave(SessionId(3)));
  CHECK(rig.news(2) == "left:C>B");
  auto last = rig.room.leave(SessionId(2));
  CHECK(last.deliveries.empty());
  CHECK(last.gone.size() == 1);
  CHECK(rig.room.empty());
}

TEST_CASE("joining twice, and into a full room, is refused and changes nothing") {
  Hearing rig;
  rig.create(Hearing::person('A', 1));
  CHECK(rig.join(Hearing::person('A', 1)) == "already in room");
  for (std::size_t i = 1; i < call_members_max; ++i)
    CHECK(rig.join(Hearing::person(static_cast<char>('A' + i), 1 + i, false)).empty());
  rig.heard.clear();
  CHECK(rig.join(Hearing::person('~', 99)) == "room is full");
  CHECK(rig.heard.empty());
  rig.tell(rig.room.leave(SessionId(2)));
  CHECK(rig.join(Hearing::person('~', 99)).empty());
}

TEST_CASE("CALL-9 a signal goes from a member to a member, under the sender's own number") {
  Hearing rig;
  rig.create(Hearing::person('A', 1));
  CHECK(rig.join(Hearing::person('B', 2)).empty());
  calls::Signal lie{.kind = Kind::sdp, .from = PeerId('Z'), .to = PeerId('B'), .payload = "{}"};
  auto relayed = rig.room.relay(SessionId(1), lie);
  REQUIRE(relayed);
  CHECK(relayed->to.session == SessionId(2));
  CHECK(relayed->signal->from == PeerId('A'));
  CHECK(relayed->signal->payload == "{}");
}

TEST_CASE("CALL-11 a signal to or from somebody who is not there is refused") {
  Hearing rig;
  rig.create(Hearing::person('A', 1));
  calls::Signal signal{.kind = Kind::sdp, .to = PeerId('B')};
  CHECK_FALSE(rig.room.relay(SessionId(1), signal));
  CHECK(rig.join(Hearing::person('B', 2)).empty());
  CHECK(rig.room.relay(SessionId(1), signal));
  CHECK_FALSE(rig.room.relay(SessionId(3), signal));
  rig.tell(rig.room.lose(SessionId(2), at(0s)));
  CHECK(rig.room.relay(SessionId(1), signal).error().message == "peer not in room");
}

TEST_CASE("CALL-15 a lost documented socket leaves at once") {
  Hearing rig;
  rig.create(Hearing::person('A', 1, false));
  CHECK(rig.join(Hearing::person('B', 2, false)).empty());
  rig.heard.clear();
  rig.tell(rig.room.lose(SessionId(1), at(0s)));
  CHECK(rig.news(2) == "left:A>B");
}

TEST_CASE("a lost extended socket keeps its seat and its being host for 20 s, and not longer") {
  Hearing rig;
  rig.create(Hearing::person('A', 1));
  CHECK(rig.join(Hearing::person('B', 2)).empty());
  rig.heard.clear();
  rig.tell(rig.room.lose(SessionId(1), at(0s)));
  CHECK(rig.news(2) == "away:A");
  CHECK(rig.room.next_lapse() == at(20s));
  rig.tell(rig.room.lapse(at(20s) - 1ns));
  CHECK(rig.news(2).empty());
  CHECK(rig.join(Hearing::person('A', 3), "seatA").empty());
  CHECK(rig.news(2) == "back:A");
  CHECK(rig.news(3) == "joined:AB");
  CHECK_FALSE(rig.room.next_lapse());
  rig.tell(rig.room.lose(SessionId(3), at(30s)));
  rig.tell(rig.room.lapse(at(50s)));
  CHECK(rig.news(2) == "away:A left:A>B");
}

TEST_CASE(
    "without the seat, or with another's, a person who comes back joins anew, last in order") {
  for (auto const* seat : {"", "seatB", "seat"}) {
    Hearing rig;
    rig.create(Hearing::person('A', 1));
    CHECK(rig.join(Hearing::person('B', 2)).empty());
    rig.heard.clear();
    rig.tell(rig.room.lose(SessionId(1), at(0s)));
    CHECK(rig.join(Hearing::person('A', 3), seat).empty());
    CHECK(rig.news(2) == "away:A left:A>B came:A");
    CHECK(rig.news(3) == "joined:BA");
  }
}

TEST_CASE(
    "CALL-17 a newer socket takes the seat over while the older is still there, without a "
    "notice of leaving, and the older one's end changes nothing") {
  Hearing rig;
  rig.create(Hearing::person('A', 1));
  CHECK(rig.join(Hearing::person('B', 2)).empty());
  rig.heard.clear();
  CHECK(rig.join(Hearing::person('A', 3), "seatA").empty());
  CHECK(rig.news(2) == "back:A");
  rig.tell(rig.room.lose(SessionId(1), at(0s)));
  rig.tell(rig.room.leave(SessionId(1)));
  CHECK(rig.news(2).empty());
  CHECK(rig.room.relay(SessionId(2), {.kind = Kind::sdp, .to = PeerId('A')})->to.session ==
        SessionId(3));
}

TEST_CASE("a seat is no way in for a socket that did not opt in, nor into a seat that had none") {
  Hearing rig;
  rig.create(Hearing::person('A', 1));
  CHECK(rig.join(Hearing::person('B', 2, false)).empty());
  CHECK(rig.join(Hearing::person('C', 3)).empty());
  rig.heard.clear();
  CHECK(rig.join(Hearing::person('A', 4, false), "seatA").empty());
  CHECK(rig.news(3) == "left:A>B came:A");
  CHECK(rig.join(Hearing::person('B', 5), "seatB").empty());
  CHECK(rig.news(3) == "left:B>C came:B");
}

TEST_CASE("who comes while somebody is away is told of both, so that joined comes before left") {
  Hearing rig;
  rig.create(Hearing::person('A', 1));
  CHECK(rig.join(Hearing::person('B', 2)).empty());
  rig.tell(rig.room.lose(SessionId(1), at(0s)));
  CHECK(rig.join(Hearing::person('C', 3)).empty());
  CHECK(rig.news(3) == "joined:ABC away:A");
  rig.tell(rig.room.lapse(at(20s)));
  CHECK(rig.news(3) == "left:A>B");
}

TEST_CASE("who goes elsewhere gives the held seat up") {
  Hearing rig;
  rig.create(Hearing::person('A', 1));
  CHECK(rig.join(Hearing::person('B', 2)).empty());
  rig.tell(rig.room.lose(SessionId(1), at(0s)));
  rig.heard.clear();
  rig.tell(rig.room.abandon(Hearing::person('A', 1).user));
  CHECK(rig.news(2) == "left:A>B");
  CHECK_FALSE(rig.room.next_lapse());
}

#include "gateway/edge/connection.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "unit/gateway/edge/connection_rig.hpp"
#include "unit/gateway/edge/told_protocol.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using gateway::Connection;
using tests::EdgeRig;
using tests::Story;
using tests::ToldProtocol;

namespace {

struct Rig : EdgeRig {
  Connection& open_told(ToldProtocol::Take take = {}) {
    return open(std::make_unique<ToldProtocol>(story, std::move(take)));
  }
  void say(std::string_view bytes) {
    REQUIRE(peer->send(bytes));
    settle();
  }
  [[nodiscard]] long times(std::string_view what) const { return std::ranges::count(story, what); }
};

std::string long_text() {
  std::string text(8 << 20, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + (i / 7) % 26);
  return text;
}

}  // namespace

TEST_CASE("bytes that were not taken are offered again, with more behind them") {
  Rig rig;
  rig.open_told(tests::whole_lines);
  rig.say("on");
  CHECK(rig.story == Story{"start"});
  rig.say("e\ntw");
  rig.say("o\n");
  CHECK(rig.story == Story{"start", "took one\n", "took two\n"});
}

TEST_CASE("a protocol that takes a part is asked again for the rest") {
  Rig rig;
  rig.open_told([](std::string_view text) { return std::min<std::size_t>(text.size(), 2); });
  rig.say("abcde");
  CHECK(rig.story == Story{"start", "took ab", "took cd", "took e"});
}

TEST_CASE("a protocol that takes nothing of more than a buffer is cut off") {
  Rig rig;
  rig.open_told([](std::string_view) { return 0; });
  rig.say(std::string(gateway::Edge::receive_bytes, 'x'));
  CHECK(rig.times("closed") == 0);
  rig.say("x");
  CHECK(rig.times("closed") == 1);
  CHECK(rig.edge.connections.empty());
}

TEST_CASE("who sends without a pause leaves time to the others") {
  Rig rig;
  std::string const full(gateway::Edge::receive_bytes, 'x');
  int taken = 0;
  rig.open_told([&](std::string_view text) {
    if (++taken < 100) REQUIRE(rig.peer->send(full));
    return text.size();
  });
  REQUIRE(rig.peer->send(full));
  rig.turn();
  CHECK(taken == 16);
  rig.settle();
  CHECK(taken == 100);
}

TEST_CASE("what is sent in a turn leaves when the turn ends") {
  Rig rig;
  auto& connection = rig.open_told();
  connection.send("one ");
  connection.send("two");
  CHECK(rig.peer->receive().empty());
  CHECK(connection.queued_bytes() == 7);
  CHECK(rig.hear() == "one two");
  CHECK(connection.queued_bytes() == 0);
}

TEST_CASE("what a full socket does not take waits, and follows in order") {
  Rig rig;
  auto& connection = rig.open_told();
  auto text = long_text();
  connection.send(text);
  rig.settle();
  CHECK(connection.blocked());
  CHECK(connection.queued_bytes() > 0);
  CHECK(rig.story == Story{"start", "blocked"});
  CHECK(connection.write_some("early") == 0);
  connection.send(" and more");
  CHECK(rig.hear_all() == text + " and more");
  CHECK_FALSE(connection.blocked());
  CHECK(rig.story == Story{"start", "blocked", "drained"});
}

TEST_CASE("what is written at once goes behind what is queued") {
  Rig rig;
  auto& connection = rig.open_told();
  connection.send("queued ");
  CHECK(connection.write_some("at once") == 7);
  CHECK(rig.peer->receive() == "queued at once");
}

TEST_CASE("who was blocked by the hub alone drains as soon as the socket takes bytes") {
  Rig rig;
  auto& connection = rig.open_told();
  connection.block();
  CHECK(connection.blocked());
  rig.settle();
  CHECK(rig.story == Story{"start", "blocked", "drained"});
}

TEST_CASE("while reading pauses nothing is taken, afterwards what was left over comes first") {
  Rig rig;
  Connection* paused = nullptr;
  auto& connection = rig.open_told([&paused](std::string_view) {
    if (paused != nullptr) std::exchange(paused, nullptr)->pause_reading();
    return 1;
  });
  paused = &connection;
  rig.say("abc");
  rig.say("d");
  CHECK(rig.story == Story{"start", "took a"});
  connection.resume_reading();
  rig.settle();
  CHECK(rig.story == Story{"start", "took a", "took b", "took c", "took d"});
}

TEST_CASE("closing sends what is queued, then waits for the peer's own goodbye") {
  Rig rig;
  auto& connection = rig.open_told();
  connection.send("last words");
  connection.close_after_sending();
  connection.close_after_sending();
  CHECK(rig.hear() == "last words");
  CHECK(rig.peer->over());
  CHECK(rig.story == Story{"start", "closed"});
  rig.say("dropped");
  CHECK(rig.seats.taken() == 1);
  rig.peer->end();
  rig.settle();
  CHECK(rig.seats.taken() == 0);
  CHECK(rig.story == Story{"start", "closed", "destroyed"});
}

TEST_CASE("a peer that never says goodbye is waited for two seconds") {
  Rig rig;
  rig.open_told().close_after_sending();
  rig.settle();
  rig.advance(1990ms);
  CHECK(rig.seats.taken() == 1);
  rig.advance(20ms);
  CHECK(rig.seats.taken() == 0);
}

TEST_CASE("a peer that never reads is waited for five seconds") {
  Rig rig;
  auto& connection = rig.open_told();
  connection.send(long_text());
  connection.close_after_sending();
  rig.settle();
  rig.advance(4990ms);
  CHECK(rig.seats.taken() == 1);
  rig.advance(20ms);
  CHECK(rig.seats.taken() == 0);
}

TEST_CASE("a peer that has ended still gets what is queued") {
  Rig rig;
  auto& connection = rig.open_told();
  auto text = long_text();
  connection.send(text);
  rig.peer->end();
  CHECK(rig.hear_all() == text);
  CHECK(rig.times("closed") == 1);
  CHECK(rig.seats.taken() == 0);
}

TEST_CASE("aborting drops what is queued, and is told once") {
  Rig rig;
  auto& connection = rig.open_told();
  connection.send("never");
  connection.abort();
  connection.abort();
  CHECK(rig.edge.connections.empty());
  CHECK(rig.hear().empty());
  CHECK(rig.seats.taken() == 0);
  CHECK(rig.peer->over());
  CHECK(rig.story == Story{"start", "closed", "destroyed"});
}

TEST_CASE("breaking off waits for the turn's end, and nothing more is sent") {
  Rig rig;
  auto& connection = rig.open_told();
  connection.send("never");
  connection.break_off();
  CHECK(connection.open());
  CHECK(connection.write_some("never") == -1);
  CHECK(rig.hear().empty());
  CHECK(rig.story == Story{"start", "closed", "destroyed"});
}

TEST_CASE("what breaks a protocol ends its connection and no other") {
  Rig rig;
  rig.open_told();
  auto other = std::move(rig.peer);
  rig.open_told([](std::string_view) -> std::size_t { throw std::logic_error("a bug"); });
  rig.say("x");
  CHECK(rig.story == Story{"start", "start", "closed", "destroyed"});
  CHECK(rig.edge.connections.size() == 1);
  REQUIRE(other->send("still here"));
  rig.settle();
  CHECK(rig.story.back() == "took still here");
}

TEST_CASE(
    "whoever takes over is offered what was left, and the one before goes when the turn ends") {
  Rig rig;
  Story next_story;
  Connection* connection = nullptr;
  connection = &rig.open_told([&](std::string_view text) {
    connection->become(std::make_unique<ToldProtocol>(next_story));
    return tests::whole_lines(text);
  });
  rig.say("upgrade\nhello");
  CHECK(rig.story == Story{"start", "took upgrade\n", "destroyed"});
  CHECK(next_story == Story{"start", "took hello"});
  connection->abort();
  rig.settle();
  CHECK(next_story == Story{"start", "took hello", "closed", "destroyed"});
}

TEST_CASE("a hold keeps a closed connection in memory") {
  Rig rig;
  auto& connection = rig.open_told();
  auto first = std::make_unique<Connection::Hold>(connection);
  auto second = std::make_unique<Connection::Hold>(std::move(*first));
  first.reset();
  connection.abort();
  rig.settle();
  CHECK(rig.story == Story{"start", "closed"});
  CHECK_FALSE(connection.open());
  second.reset();
  rig.settle();
  CHECK(rig.story == Story{"start", "closed", "destroyed"});
}

TEST_CASE("a timer that was armed fires once, one that was disarmed never") {
  Rig rig;
  auto& connection = rig.open_told();
  connection.arm(1s);
  rig.advance(999ms);
  CHECK(rig.times("timer") == 0);
  rig.advance(2s);
  CHECK(rig.times("timer") == 1);
  connection.arm(1s);
  connection.disarm();
  rig.advance(2s);
  CHECK(rig.times("timer") == 1);
}

TEST_CASE("a connection goes on at another edge with what was left over and what was queued") {
  Rig rig;
  Story there;
  gateway::Edge home(rig.loop, rig.log, rig.sessions);
  Connection* connection = nullptr;
  connection = &rig.open_told([&](std::string_view text) {
    connection->send("queued");
    connection->move_to(home, std::make_unique<ToldProtocol>(there));
    return tests::whole_lines(text);
  });
  rig.say("go\nhello");
  CHECK(rig.story == Story{"start", "took go\n", "destroyed"});
  CHECK(there == Story{"start", "took hello"});
  CHECK(rig.hear() == "queued");
  CHECK(rig.edge.connections.empty());
  REQUIRE(home.connections.size() == 1);
  CHECK(rig.seats.taken() == 1);
  home.connections.front()->abort();
  rig.settle();
  CHECK(rig.seats.taken() == 0);
}

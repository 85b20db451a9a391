#include "gateway/websocket/session.hpp"

#include <doctest/doctest.h>

#include <string>

#include "unit/gateway/websocket/session_rig.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using tests::Lines;
using tests::SessionRig;
using websocket::client_frame;
using websocket::CloseCode;
using websocket::SessionOptions;
using websocket::text_frame;

TEST_CASE("a client that is silent is asked, and stays as long as it answers") {
  SessionRig rig;
  for (int round = 0; round < 3; ++round) {
    rig.advance(24990ms);
    CHECK(rig.heard().empty());
    rig.advance(20ms);
    CHECK(rig.heard() == Lines{"ping "});
    rig.say(client_frame(10, ""));
    rig.advance(20s);
  }
  CHECK(rig.connection->open());
}

TEST_CASE(
    "a client that does not answer a ping in time is closed, and cut off when it stays silent") {
  SessionRig rig;
  rig.advance(25010ms);
  CHECK(rig.heard() == Lines{"ping "});
  rig.advance(19980ms);
  CHECK(rig.heard().empty());
  rig.advance(30ms);
  CHECK(rig.heard() == Lines{"close 4408 no answer to pings"});
  CHECK(rig.story == Lines{"end"});
  rig.advance(4980ms);
  CHECK_FALSE(rig.peer->over());
  rig.advance(30ms);
  CHECK(rig.heard().empty());
  CHECK(rig.peer->over());
  CHECK(rig.seats.taken() == 0);
}

TEST_CASE("a client that speaks is not pinged") {
  SessionRig rig;
  for (int round = 0; round < 5; ++round) {
    rig.advance(20s);
    rig.say(text_frame("here"));
    CHECK(rig.heard() == Lines{"text here"});
  }
}

TEST_CASE("without an interval there are no pings") {
  SessionOptions options;
  options.ping_interval = Duration::zero();
  SessionRig rig(options);
  rig.advance(24h);
  CHECK(rig.heard().empty());
  CHECK(rig.connection->open());
}

TEST_CASE("a deadline of its own comes in time, between the pings") {
  SessionRig rig;
  rig.session->wake_at(rig.loop.now() + 3s);
  rig.advance(2990ms);
  CHECK(rig.story.empty());
  rig.advance(20ms);
  CHECK(rig.story == Lines{"deadline"});
  rig.advance(21970ms);
  CHECK(rig.heard().empty());
  rig.advance(40ms);
  CHECK(rig.heard() == Lines{"ping "});
}

TEST_CASE("a ping is answered with its own words") {
  SessionRig rig;
  rig.say(client_frame(9, "are you there"));
  CHECK(rig.heard() == Lines{"pong are you there"});
}

TEST_CASE("a client's close is answered with its code, and nothing behind it is read") {
  SessionRig rig;
  rig.say(text_frame("one") + client_frame(8, "\x03\xe9 bye") + text_frame("two"));
  CHECK(rig.heard() == Lines{"text one", "close 1001 "});
  CHECK(rig.story == Lines{"text one", "end"});
  CHECK(rig.peer->over());
  rig.peer->end();
  rig.settle();
  CHECK(rig.seats.taken() == 0);
}

TEST_CASE("a close without a code is answered without one") {
  SessionRig rig;
  rig.say(client_frame(8, ""));
  CHECK(rig.heard() == Lines{"close "});
}

TEST_CASE("after our own close messages are dropped until the client has answered it") {
  SessionRig rig;
  rig.session->end(CloseCode::policy, "enough");
  rig.session->end(CloseCode::internal, "not twice");
  rig.say(text_frame("dropped") + client_frame(9, "dropped"));
  CHECK(rig.heard() == Lines{"close 1008 enough"});
  CHECK_FALSE(rig.peer->over());
  rig.close_with(1008);
  CHECK(rig.heard().empty());
  CHECK(rig.peer->over());
  CHECK(rig.story == Lines{"end"});
}

TEST_CASE("a client whose socket ends without a close is gone at once") {
  SessionRig rig;
  rig.peer->end();
  rig.settle();
  CHECK(rig.story == Lines{"end"});
  CHECK(rig.seats.taken() == 0);
}

TEST_CASE("a message at the limit is taken, one above it is refused with 1009") {
  SessionOptions options;
  options.limits.message_bytes_max = 1000;
  SessionRig rig(options);
  rig.say(text_frame(std::string(1000, 'x')));
  CHECK(rig.heard().size() == 1);
  rig.say(text_frame(std::string(1001, 'x')) + text_frame("not read"));
  auto heard = rig.heard();
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].starts_with("close 1009 "));
  CHECK(rig.story.back() == "end");
  CHECK(rig.peer->over());
}

TEST_CASE("text that is no UTF-8 is refused with 1007, an unmasked frame with 1002") {
  SessionRig text;
  text.say(text_frame("\xff"));
  auto heard = text.heard();
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].starts_with("close 1007 "));
  CHECK(text.story == Lines{"end"});
  SessionRig frame;
  frame.say(client_frame(1, "x", {.masked = false}));
  heard = frame.heard();
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].starts_with("close 1002 "));
}

TEST_CASE("a client that asks without ever reading is closed as a slow consumer") {
  SessionOptions options;
  options.unread_bytes_max = 64 * 1024;
  SessionRig rig(options);
  std::string pings;
  for (int i = 0; i < 100; ++i) pings += client_frame(9, std::string(125, 'x'));
  for (int round = 0; round < 200 && rig.story.empty(); ++round) rig.say(pings);
  CHECK(rig.sessions.slow_consumers == 1);
  CHECK(rig.story == Lines{"end"});
  CHECK(rig.connection->queued_bytes() < options.unread_bytes_max + 512);
  CHECK(rig.heard().back() == "close 4413 slow consumer");
}

TEST_CASE("a client that owes more of its room than it may is closed as a slow consumer") {
  SessionRig rig;
  delivery::Hub::Options options;
  options.limits.unread_bytes_max = 64 * 1024;
  options.allow_io_uring = false;
  delivery::Hub hub(rig.loop, options);
  rig.session->listen(hub);
  auto publication =
      Publication{ChannelName("room"), Seq(0), '"' + std::string(8000, 'x') + '"', {}, {}};
  for (int round = 0; round < 1000 && rig.story.empty(); ++round) {
    hub.append(publication);
    rig.advance(10ms);  // a busy room is flushed that often at most
  }
  CHECK(rig.sessions.slow_consumers == 1);
  CHECK(rig.story == Lines{"end"});
  CHECK(rig.heard().back() == "close 4413 slow consumer");
}

TEST_CASE("a client that reads late gets all of its room in order, and what waited goes on") {
  SessionRig rig;
  delivery::Hub::Options options;
  options.allow_io_uring = false;
  delivery::Hub hub(rig.loop, options);
  rig.session->listen(hub);
  Lines said;
  for (int i = 0; i < 100; ++i) {
    said.push_back("text " + std::to_string(i) + std::string(8000, ' '));
    hub.append({ChannelName("room"), Seq(0), said.back().substr(5), {}, {}});
    rig.advance(10ms);
  }
  CHECK(rig.connection->blocked());
  CHECK(rig.story.empty());
  CHECK(rig.heard() == said);
  CHECK(rig.story == Lines{"ready"});
  rig.session->end(CloseCode::normal, "");
  rig.settle();
}

TEST_CASE("when the server stops a client is told when to come back") {
  SessionRig rig;
  rig.connection->going_away(1500ms);
  CHECK(rig.heard() == Lines{"close 1001 retry_after_ms=1500"});
}

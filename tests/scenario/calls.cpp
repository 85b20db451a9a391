// Calls, where time matters.

#include <doctest/doctest.h>

#include <string>

#include "support/test_server.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using tests::TestClient;
using tests::TestServer;

namespace {

TestClient call(TestServer& server, std::string const& username, bool extended = true) {
  auto client = server.connect();
  client.open(extended ? "/ws?extended=1" : "/ws",
              "Authorization: Bearer " + server.token(username) + "\r\n");
  REQUIRE(client.answer().contains("X-Client-ID: "));
  return client;
}

// Says it, and answers the last frame that was heard then.
std::string ask(TestClient& client, std::string const& frame) {
  client.say(frame);
  static_cast<void>(client.hear());
  return client.last();
}

std::string room_of(std::string const& frame) {
  auto from = frame.find("\"room_id\":") + 10;
  return frame.substr(from, frame.find_first_of(",}", from) - from);
}

std::string seat_of(std::string const& frame) {
  auto from = frame.find("\"seat\":\"") + 8;
  return frame.substr(from, frame.find('"', from) - from);
}

std::string last_news(TestClient& client) {
  return client.hear().empty() ? std::string() : client.last();
}

struct Two {
  TestServer server;
  TestClient alice;
  TestClient bob;
  std::string room;
  std::string seat;

  Two()
      : alice((server.add_person("alice"), call(server, "alice"))),
        bob((server.add_person("bob"), call(server, "bob"))) {
    auto created = ask(alice, R"({"msg_type":0})");
    room = room_of(created);
    seat = seat_of(created);
    CHECK(ask(bob, join()).contains(R"("clients":[1,2])"));
    static_cast<void>(alice.hear());
  }
  [[nodiscard]] std::string join(std::string const& shown = "") const {
    return R"({"msg_type":1,"payload":{"room_id":)" + room + R"(,"seat":")" + shown + "\"}}";
  }
};

}  // namespace

TEST_CASE(
    "CALL-18 a ping comes within 30 s, also to who has just spoken, and a dead peer is "
    "dropped 60 to 90 s after its last word") {
  Two calls;
  calls.server.advance(13s);
  CHECK(ask(calls.alice, R"({"type":0})") == R"({"type":1})");
  calls.server.advance(16s);
  CHECK(calls.alice.hear() == tests::Lines{"ping"});
  calls.alice.pong();
  CHECK(calls.bob.hear() == tests::Lines{"ping"});
  calls.server.advance(31s);
  CHECK(calls.bob.hear() == tests::Lines{});
  calls.server.advance(30s);
  CHECK(calls.bob.hear() == tests::Lines{"closed 4408 no answer to pings", "ended"});
}

TEST_CASE("who is lost is away for 20 s, and then has left") {
  Two calls;
  calls.alice.hang_up();
  CHECK(last_news(calls.bob) ==
        R"({"msg_type":17,"from":1,"payload":{"room_id":)" + calls.room + R"(,"seconds":20}})");
  calls.server.advance(19900ms);
  CHECK(last_news(calls.bob) !=
        R"({"msg_type":4,"from":1,"payload":{"room_id":)" + calls.room + R"(,"host":2}})");
  calls.server.advance(200ms);
  CHECK(last_news(calls.bob) ==
        R"({"msg_type":4,"from":1,"payload":{"room_id":)" + calls.room + R"(,"host":2}})");
}

TEST_CASE("who is lost comes back to the seat, as the same peer and as the host") {
  Two calls;
  calls.alice.hang_up();
  static_cast<void>(calls.bob.hear());
  calls.server.advance(10s);
  auto again = call(calls.server, "alice");
  auto joined = ask(again, calls.join(calls.seat));
  CHECK(joined.contains(R"("clients":[1,2],"host":1)"));
  CHECK(seat_of(joined) != calls.seat);
  auto news = last_news(calls.bob);
  CHECK(news.starts_with(R"({"msg_type":16,"from":1,)"));
  CHECK(news.contains(R"("resumed":true)"));
  calls.server.advance(12s);
  CHECK(calls.bob.hear() == tests::Lines{});
}

TEST_CASE("CALL-17 a newer socket closes the older one, and takes its seat without a leaving") {
  Two calls;
  auto again = call(calls.server, "alice");
  CHECK(calls.alice.hear() == tests::Lines{"closed 1008 Duplicate connection detected"});
  static_cast<void>(ask(again, calls.join(calls.seat)));
  CHECK(last_news(calls.bob).contains(R"("resumed":true)"));
  calls.alice.hang_up();
  calls.server.advance(13s);
  CHECK(calls.bob.hear() == tests::Lines{});
}

TEST_CASE("CALL-17 a newer socket that goes elsewhere gives the older one's seat up at once") {
  Two calls;
  auto again = call(calls.server, "alice");
  static_cast<void>(ask(again, R"({"msg_type":0})"));
  CHECK(last_news(calls.bob) ==
        R"({"msg_type":4,"from":1,"payload":{"room_id":)" + calls.room + R"(,"host":2}})");
}

TEST_CASE("who says goodbye has left at once") {
  for (auto code : {1000U, 1001U}) {
    Two calls;
    calls.alice.close(code);
    CHECK(last_news(calls.bob).starts_with(R"({"msg_type":4,"from":1,)"));
  }
  Two calls;
  calls.alice.say(R"({"msg_type":4})");
  CHECK(last_news(calls.bob).starts_with(R"({"msg_type":4,"from":1,)"));
}

TEST_CASE("a ticket is good for half a minute") {
  TestServer server;
  server.add_person("alice");
  auto issue = [&] {
    auto client = server.connect();
    client.send("POST /api/auth/ticket HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " +
                server.token("alice") + "\r\n\r\n");
    auto answer = client.receive_all();
    auto from = answer.find("\"ticket\":\"") + 10;
    return answer.substr(from, answer.find('"', from) - from);
  };
  auto fresh = issue();
  auto stale = issue();
  auto in = server.connect();
  in.open("/ws?ticket=" + fresh);
  CHECK(in.answer().starts_with("HTTP/1.1 101 "));
  server.advance(30s);
  auto out = server.connect();
  out.open("/ws?ticket=" + stale);
  CHECK(out.answer().starts_with("HTTP/1.1 401 "));
}

// How a session ends, and when.

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "support/test_server.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using tests::Lines;
using tests::TestServer;

TEST_CASE("a socket without a sign-in is closed after ten seconds, not before") {
  TestServer server;
  auto client = server.connect();
  client.open("/api/chat/ws");
  server.advance(9900ms);
  CHECK(client.hear() == Lines{});
  server.advance(200ms);
  CHECK(client.hear() ==
        Lines{"error: Not authenticated", "closed 1008 not authenticated in time"});
}

TEST_CASE("a sign-in by the first frame is as good as one by the address") {
  TestServer server;
  server.add_person("alice");
  auto client = server.connect();
  client.open("/api/ws/chat");
  client.say(R"({"type":"authorization","token":")" + server.token("alice") + "\"}");
  CHECK(client.hear() == Lines{"authenticated"});
  server.advance(20s);
  CHECK(client.hear() == Lines{});
}

TEST_CASE("a token that is none opens nothing") {
  TestServer server;
  auto client = server.connect();
  client.open("/api/chat/ws?token=none");
  CHECK(client.answer().starts_with("HTTP/1.1 401 "));
  auto late = server.connect();
  late.open("/api/chat/ws");
  late.say(R"({"type":"authorization","token":"none"})");
  CHECK(late.hear() == Lines{"error: Invalid authentication token", "closed 1008 invalid token"});
}

TEST_CASE("who was silent for a whole interval is pinged, and given up 20 s later") {
  TestServer server;
  auto alice = server.enter("alice", "general");
  auto bob = server.enter("bob", "general");
  static_cast<void>(alice.hear());
  server.advance(25100ms);
  CHECK(alice.hear() == Lines{});  // it had spoken in this one
  server.advance(25s);
  CHECK(alice.hear() == Lines{"ping"});
  CHECK(bob.hear() == Lines{"ping"});
  bob.pong();
  server.advance(20s);
  CHECK(alice.hear() == Lines{"closed 4408 no answer to pings"});
  CHECK(bob.hear() == Lines{"Alice has left the chat"});
}

TEST_CASE("a close frame that is not answered ends the connection five seconds later") {
  TestServer server;
  auto client = server.connect();
  client.open("/api/chat/ws");
  server.advance(10100ms);
  CHECK(client.hear().size() == 2);
  server.advance(4800ms);
  CHECK(client.hear() == Lines{});
  server.advance(300ms);
  CHECK(client.hear() == Lines{"ended"});
}

TEST_CASE("a client's goodbye is answered with its own code, and then the connection ends") {
  TestServer server;
  auto alice = server.enter("alice", "general");
  auto bob = server.enter("bob", "general");
  alice.close(1000);
  CHECK(bob.hear() == Lines{"Alice has left the chat"});
  CHECK(alice.hear() == Lines{"Bob has joined the chat", "closed 1000 ", "ended"});
}

TEST_CASE("a lapsed token ends the session after thirty seconds of grace") {
  TestServer server;
  server.add_person("alice");
  auto alice = server.connect();
  alice.open("/api/chat/ws?token=" + server.token("alice", 10s));
  CHECK(alice.hear() == Lines{"authenticated"});
  server.advance(39800ms);
  CHECK(alice.hear() == Lines{"ping"});
  server.advance(300ms);
  CHECK(alice.hear() == Lines{"closed 4401 the token has lapsed"});
}

TEST_CASE("a fresh token in time keeps the session, another person's does not") {
  TestServer server;
  server.add_person("alice");
  server.add_person("bob");
  auto alice = server.connect();
  alice.open("/api/chat/ws?token=" + server.token("alice", 10s));
  static_cast<void>(alice.hear());
  alice.say(R"({"type":"reauth","token":")" + server.token("bob", 3600s) + "\"}");
  CHECK(alice.hear() == Lines{"error: User ID mismatch"});
  alice.say(R"({"type":"reauth","token":")" + server.token("alice", 60s) + "\"}");
  CHECK(alice.hear() == Lines{"authenticated"});
  for (int i = 0; i < 5; ++i) {
    server.advance(10s);
    alice.pong();
  }
  for (auto const& line : alice.hear()) CHECK(line == "ping");
}

TEST_CASE("a deactivated account's sessions are closed before the change is answered") {
  TestServer server;
  server.add_person("chief", Role::admin);
  auto alice = server.enter("alice", "general");
  auto bob = server.enter("bob", "general");
  static_cast<void>(alice.hear());
  auto chief = server.connect();
  std::string body = R"({"active":false})";
  chief.send("PUT /api/users/" + tests::id_of("alice").value().to_string() +
             " HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nAuthorization: Bearer " +
             server.token("chief") + "\r\nContent-Length: " + std::to_string(body.size()) +
             "\r\n\r\n" + body);
  auto answer = chief.receive_all();
  CHECK(answer.starts_with("HTTP/1.1 200 "));
  CHECK(alice.hear() == Lines{"closed 4401 the sign-in was revoked"});
  CHECK(bob.hear() == Lines{"Alice has left the chat"});
}

TEST_CASE("a server that stops tells everybody when to come back, and waits for them to go") {
  TestServer server;
  auto alice = server.enter("alice", "general");
  auto bob = server.sign_in("bob");
  std::atomic<bool> gone = false;
  std::thread stopper([&] {
    server.server().drain(10s);
    gone = true;
  });
  Lines alice_heard;
  Lines bob_heard;
  while (alice_heard.empty() || bob_heard.empty()) {
    alice_heard = alice_heard.empty() ? alice.hear() : alice_heard;
    bob_heard = bob_heard.empty() ? bob.hear() : bob_heard;
  }
  CHECK(!gone);
  for (auto const& heard : {alice_heard, bob_heard}) {
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].starts_with("closed 1001 retry_after_ms="));
    auto delay = std::stoi(heard[0].substr(heard[0].find('=') + 1));
    CHECK(delay >= 200);
    CHECK(delay <= 60'000);
  }
  alice.close(1001);
  bob.close(1001);
  while (!gone) {
    static_cast<void>(alice.hear());
    static_cast<void>(bob.hear());
    server.settle();
  }
  stopper.join();
}

// One HTTP connection and its deadlines.

#include <doctest/doctest.h>

#include "support/test_server.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using tests::TestServer;

namespace {

std::string get(std::string const& target, std::string const& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: test\r\n" + more + "\r\n";
}

std::size_t answers_in(std::string const& bytes) {
  std::size_t count = 0;
  for (auto at = bytes.find("HTTP/1.1 "); at != std::string::npos; at = bytes.find("HTTP/1.1 ", at))
    ++count, ++at;
  return count;
}

constexpr auto login_head =
    "POST /api/auth/login HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
    "Content-Length: 2\r\n";

}  // namespace

TEST_CASE("requests that come in one piece are answered one after the other, on one connection") {
  TestServer server;
  auto client = server.connect();
  client.send(get("/api/nothing") + get("/health") + get("/api/chat/rooms"));
  auto answers = client.receive_all();
  CHECK(answers_in(answers) == 3);
  CHECK(answers.starts_with("HTTP/1.1 404 "));
  CHECK(answers.find("HTTP/1.1 200 ") < answers.find("HTTP/1.1 401 "));
  client.send(get("/health"));
  CHECK(client.receive_all().starts_with("HTTP/1.1 200 "));
  CHECK(!client.ended());
}

TEST_CASE("a request that asks for the end gets its answer and then the end") {
  TestServer server;
  auto client = server.connect();
  client.send(get("/health", "Connection: close\r\n"));
  CHECK(client.receive_all().starts_with("HTTP/1.1 200 "));
  CHECK(client.ended());
}

TEST_CASE("a peer that shut its half after asking still gets its answer") {
  TestServer server;
  auto client = server.connect();
  client.send(login_head + std::string("Connection: close\r\n\r\n{}"));
  client.end_writing();
  CHECK(client.receive_all().starts_with("HTTP/1.1 4"));
  CHECK(client.ended());
}

TEST_CASE("a client that waits for leave to send its body is given it") {
  TestServer server;
  auto client = server.connect();
  client.send(login_head + std::string("Expect: 100-continue\r\n\r\n"));
  CHECK(client.receive_all() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("{}");
  CHECK(client.receive_all().starts_with("HTTP/1.1 4"));
}

TEST_CASE("a head that does not end in ten seconds is answered 408") {
  TestServer server;
  auto client = server.connect();
  client.send("GET /health HTTP/1.1\r\nHost: te");
  server.advance(9900ms);
  CHECK(client.receive_all().empty());
  CHECK(!client.ended());
  server.advance(200ms);
  CHECK(client.receive_all().starts_with("HTTP/1.1 408 "));
  CHECK(client.ended());
}

TEST_CASE("a body that does not come in thirty seconds is answered 408") {
  TestServer server;
  auto client = server.connect();
  client.send(login_head + std::string("\r\n{"));
  server.advance(29900ms);
  CHECK(client.receive_all().empty());
  server.advance(200ms);
  CHECK(client.receive_all().starts_with("HTTP/1.1 408 "));
  CHECK(client.ended());
}

TEST_CASE(
    "a connection without a request is closed in silence, after 10 s or 75 s since the last") {
  TestServer server;
  auto mute = server.connect();
  auto idle = server.connect();
  idle.send(get("/health"));
  static_cast<void>(idle.receive_all());
  server.advance(10100ms);
  CHECK(mute.receive_all().empty());
  CHECK(mute.ended());
  server.advance(64800ms);
  CHECK(!idle.ended());
  server.advance(300ms);
  CHECK(idle.receive_all().empty());
  CHECK(idle.ended());
}

TEST_CASE("bytes that are no request are refused, and what stands behind them is not read") {
  TestServer server;
  auto client = server.connect();
  client.send("nonsense\r\n\r\n" + get("/health"));
  auto answers = client.receive_all();
  CHECK(answers_in(answers) == 1);
  CHECK(answers.starts_with("HTTP/1.1 400 "));
  CHECK(client.ended());
}

#include <doctest/doctest.h>

#include "support/test_server.hpp"

using namespace switchboard;
using tests::Lines;
using tests::TestServer;

namespace {

std::string since(std::int64_t seq, std::string const& epoch) {
  return R"(,"since_seq":)" + std::to_string(seq) + R"(,"epoch":")" + epoch + '"';
}

// The epoch that a client learns by opting in.
std::string epoch_of(TestServer& server) {
  auto client = server.sign_in("reader");
  client.say(server.join("general", R"(,"since_seq":0)"));
  std::string epoch;
  auto head = server.run(server.server().store().messages().find_room(RoomId("general")));
  REQUIRE(head);
  client.close(1000);
  CHECK(client.hear().at(0).starts_with("connected general head"));
  return head->head.epoch.value();
}

void write_messages(TestServer& server, int count) {
  auto writer = server.enter("writer", "general");
  for (int i = 1; i <= count; ++i) writer.say(server.message("general", std::to_string(i)));
  server.advance(std::chrono::milliseconds(100));
  writer.hang_up();
}

}  // namespace

TEST_CASE("on joining one hears: connected, what was missed, one's own notice, who is there") {
  TestServer server;
  auto epoch = epoch_of(server);
  write_messages(server, 3);
  server.advance(std::chrono::seconds(2));
  auto alice = server.sign_in("alice");
  alice.say(server.join("general", since(1, epoch)));
  CHECK(alice.hear() == Lines{"connected general head 3 recovered", "Writer: 2", "Writer: 3",
                              "Alice has joined the chat", "presence +alice =1"});
  auto bob = server.enter("bob", "general");
  bob.say(server.message("general", "live"));
  CHECK(alice.hear().at(0) == "Bob has joined the chat");
}

TEST_CASE("who has seen everything recovers nothing, and is told that nothing is missing") {
  TestServer server;
  auto epoch = epoch_of(server);
  write_messages(server, 2);
  server.advance(std::chrono::seconds(2));
  auto alice = server.sign_in("alice");
  alice.say(server.join("general", since(2, epoch)));
  CHECK(alice.hear().at(0) == "connected general head 2 recovered");
}

TEST_CASE("a stream that is not the client's, or a place ahead of it, is not recovered") {
  TestServer server;
  auto epoch = epoch_of(server);
  write_messages(server, 2);
  server.advance(std::chrono::seconds(2));
  Lines afresh{"connected general head 2 afresh", "Alice has joined the chat",
               "presence +alice =1"};
  for (auto const& place : {since(1, "another"), since(3, epoch), since(1, "")}) {
    auto alice = server.sign_in("alice");
    alice.say(server.join("general", place));
    CHECK(alice.hear() == afresh);
    alice.hang_up();
    server.advance(std::chrono::seconds(2));
  }
}

TEST_CASE("a gap as long as the limit is recovered whole, one more and nothing of it") {
  TestServer server([](auto& settings) { settings.rate_limits = false; });
  auto epoch = epoch_of(server);
  write_messages(server, recovery_items_max + 1);
  server.advance(std::chrono::seconds(2));
  auto alice = server.sign_in("alice");
  alice.say(server.join("general", since(1, epoch)));
  auto heard = alice.hear();
  REQUIRE(heard.size() == 1 + recovery_items_max + 2);
  CHECK(heard[0] == "connected general head 1001 recovered");
  for (std::size_t i = 1; i <= recovery_items_max; ++i)
    CHECK(heard[i] == "Writer: " + std::to_string(i + 1));
  alice.hang_up();
  server.advance(std::chrono::seconds(2));
  auto late = server.sign_in("alice");
  late.say(server.join("general", since(0, epoch)));
  CHECK(late.hear() == Lines{"connected general head 1001 afresh", "Alice has joined the chat",
                             "presence +alice =1"});
}

TEST_CASE("the epoch outlives a restart, and so does what was said") {
  TestServer server;
  auto epoch = epoch_of(server);
  write_messages(server, 2);
  server.restart();
  auto alice = server.sign_in("alice");
  alice.say(server.join("general", since(0, epoch)));
  auto heard = alice.hear();
  heard.resize(3);
  CHECK(heard == Lines{"connected general head 2 recovered", "Writer: 1", "Writer: 2"});
}

TEST_CASE("a client that does not read is closed at its bound, alone, and recovers everything") {
  constexpr int count = 150;  // of 4,000 bytes: more than a socket and the bound take
  TestServer server([](auto& settings) { settings.unread_bytes_max = 64 * 1024; });
  auto epoch = epoch_of(server);
  auto slow = server.enter("alice", "general", R"(,"since_seq":0)");
  auto quick = server.enter("bob", "general");
  server.advance(std::chrono::seconds(2));
  static_cast<void>(slow.hear());
  static_cast<void>(quick.hear());
  Lines expected;
  Lines quick_heard;
  for (int i = 0; i < count; ++i) {
    auto text = std::to_string(i) + std::string(4000, '.');
    expected.push_back("Bob: " + text);
    quick.say(server.message("general", text));
    server.advance(std::chrono::milliseconds(20));
    for (auto& line : quick.hear())
      if (line.starts_with("Bob: ")) quick_heard.push_back(std::move(line));
  }
  CHECK(quick_heard == expected);
  auto heard = slow.hear();
  REQUIRE(heard.size() >= 2);
  CHECK(heard.back() == "closed 4413 slow consumer");
  heard.pop_back();
  auto seen = static_cast<std::int64_t>(heard.size());
  CHECK(seen < count);
  slow.close(4413);
  auto again = server.sign_in("alice");
  again.say(server.join("general", since(seen, epoch)));
  for (auto& line : again.hear())
    if (line.starts_with("Bob: ")) heard.push_back(std::move(line));
  CHECK(heard == expected);
}

#include <doctest/doctest.h>

#include "support/test_server.hpp"

using namespace switchboard;
using tests::Lines;
using tests::TestServer;

TEST_CASE("two people talk, and each hears both in the order in which it was said") {
  TestServer server;
  auto alice = server.enter("alice", "general");
  auto bob = server.enter("bob", "general");
  CHECK(alice.hear() == Lines{"Bob has joined the chat"});
  alice.say(server.message("general", "hello"));
  bob.say(server.message("general", "good evening"));
  CHECK(alice.hear() == Lines{"Alice: hello", "Bob: good evening"});
  CHECK(bob.hear() == Lines{"Alice: hello", "Bob: good evening"});
}

TEST_CASE("a client that knows only the documented frames is sent no other") {
  TestServer server;
  auto alice = server.sign_in("alice");
  alice.say(server.join("general"));
  CHECK(alice.hear() == Lines{"connected general", "Alice has joined the chat"});
  auto bob = server.enter("bob", "general", R"(,"since_seq":0)");
  bob.say(server.message("general", "hello", R"(,"client_msg_id":"b1")"));
  server.advance(std::chrono::seconds(2));
  CHECK(alice.hear() == Lines{"Bob has joined the chat", "Bob: hello"});
}

TEST_CASE("the sender of a named message is told its place, and a repetition is said once") {
  TestServer server;
  auto alice = server.enter("alice", "general", R"(,"since_seq":0)");
  auto named = server.message("general", "once", R"(,"client_msg_id":"a1")");
  server.advance(std::chrono::seconds(1));
  static_cast<void>(alice.hear());
  alice.say(named);
  CHECK(alice.hear() == Lines{"sent a1 seq 1", "Alice: once"});
  alice.say(named);
  CHECK(alice.hear() == Lines{"sent a1 seq 1 duplicate"});
  server.restart();
  auto again = server.enter("alice", "general");
  again.say(named);
  CHECK(again.hear() == Lines{"sent a1 seq 1 duplicate"});
}

TEST_CASE("two sockets of one person are one person: the last one to go says goodbye") {
  TestServer server;
  auto bob = server.enter("bob", "general");
  auto phone = server.enter("alice", "general");
  auto laptop = server.sign_in("alice");
  CHECK(bob.hear() == Lines{"Alice has joined the chat"});
  laptop.say(server.join("general"));
  CHECK(laptop.hear() == Lines{"connected general"});
  CHECK(phone.hear() == Lines{});
  phone.hang_up();
  CHECK(bob.hear() == Lines{});
  laptop.hang_up();
  CHECK(bob.hear() == Lines{"Alice has left the chat"});
}

TEST_CASE("joining another room leaves the first one") {
  TestServer server;
  server.add_room("garden");
  auto bob = server.enter("bob", "general");
  auto alice = server.enter("alice", "general");
  static_cast<void>(bob.hear());
  alice.say(server.join("garden"));
  CHECK(alice.hear() == Lines{"connected garden", "Alice has joined the chat"});
  CHECK(bob.hear() == Lines{"Alice has left the chat"});
  bob.say(server.message("general", "gone?"));
  CHECK(alice.hear() == Lines{});
  alice.say(server.message("general", "still here"));
  CHECK(alice.hear() == Lines{"error: Not connected to this room"});
}

TEST_CASE("a room that is joined with keep is one more, until it is left by name") {
  TestServer server;
  server.add_room("garden");
  auto bob = server.enter("bob", "general");
  auto alice = server.enter("alice", "general");
  static_cast<void>(bob.hear());
  alice.say(server.join("garden", R"(,"keep":true)"));
  CHECK(alice.hear().at(0) == "connected garden head 0 afresh");
  bob.say(server.message("general", "both?"));
  server.advance(std::chrono::seconds(1));
  CHECK(alice.hear().at(0) == "Bob: both?");
  alice.say(R"({"type":"disconnect","room_id":"general"})");
  CHECK(alice.hear() == Lines{"disconnected general"});
  bob.say(server.message("general", "and now?"));
  CHECK(alice.hear() == Lines{});
  alice.say(server.message("garden", "quiet here"));
  CHECK(alice.hear() == Lines{"Alice: quiet here"});
}

TEST_CASE("what a frame asks that cannot be is answered, and the socket stays open") {
  TestServer server;
  auto alice = server.sign_in("alice");
  alice.say("not json");
  CHECK(alice.hear() == Lines{"error: Invalid message format"});
  alice.say(server.join("nowhere"));
  CHECK(alice.hear() == Lines{"error: Room not found"});
  alice.say(server.message("general", "hello"));
  CHECK(alice.hear() == Lines{"error: Not connected to this room"});
  alice.say(R"({"type":"connect","room_id":"general","user_id":"another"})");
  CHECK(alice.hear() == Lines{"error: User ID mismatch"});
}

TEST_CASE("a private room is not there for whoever does not belong to it") {
  TestServer server;
  auto alice = server.enter("alice", "general");
  server.add_person("bob");
  auto room = ports::NewRoom{.id = RoomId("den"),
                             .name = "Den",
                             .created_at = server.clock.timestamp(),
                             .kind = RoomKind::closed,
                             .owner = tests::id_of("alice")};
  REQUIRE(server.run(server.server().store().rooms().create(std::move(room))));
  auto bob = server.connect();
  bob.open("/api/chat/ws?token=" + server.token("bob"));
  static_cast<void>(bob.hear());
  bob.say(server.join("den"));
  CHECK(bob.hear() == Lines{"error: Room not found"});
  alice.say(server.join("den"));
  CHECK(alice.hear() == Lines{"connected den", "Alice has joined the chat"});
}

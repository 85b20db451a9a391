#include "protocol/chat/frames.hpp"

#include <doctest/doctest.h>

#include <array>

#include "protocol/json/document.hpp"

using namespace switchboard;
using namespace switchboard::chat;

namespace {

UserId const john(Uuid::parse("0191e2a4-0000-7000-8000-000000000001").value());
UserId const mary(Uuid::parse("0191e2a4-0000-7000-8000-000000000002").value());
MessageId const id(Uuid::parse("0191e2a4-0000-7000-8000-0000000000aa").value());
RoomId const general("general");
Timestamp const moment(std::chrono::seconds(1'700'000'000));
Person const john_smith{john, "jsmith", "John \"J\" Smith"};

Message message() {
  return {id, general, Seq(42), john, "John Smith", "jsmith", "Hello\n<everyone>", moment};
}

// What `append` appends to text that is there, which must stay; and that it is JSON.
template <class Append>
std::string appended(Append append) {
  std::string out = "before";
  append(out);
  REQUIRE(out.starts_with("before"));
  out.erase(0, 6);
  CHECK(json::Document(out).valid());
  return out;
}

}  // namespace

TEST_CASE("the small frames are the documented ones") {
  CHECK(appended([](auto& out) { append_authenticated(out, john); }) ==
        R"({"type":"authenticated","user_id":"0191e2a4-0000-7000-8000-000000000001"})");
  CHECK(appended([](auto& out) { append_connected(out, general); }) ==
        R"({"type":"connected","room_id":"general"})");
  CHECK(appended([](auto& out) { append_disconnected(out, RoomId("a\"b")); }) ==
        R"({"type":"disconnected","room_id":"a\"b"})");
  CHECK(appended([](auto& out) { append_error(out, "Too long", "c-1"); }) ==
        R"({"type":"error","error":"Too long","client_msg_id":"c-1"})");
  CHECK(appended([](auto& out) { append_error(out, "Room not found"); }) ==
        R"({"type":"error","error":"Room not found"})");
}

TEST_CASE("connected tells a client that opted in where the room stands") {
  Recovery recovery{{Seq(7), Epoch("e1")}, true};
  CHECK(appended([&](auto& out) { append_connected(out, general, recovery); }) ==
        R"({"type":"connected","room_id":"general","head_seq":7,"epoch":"e1","recovered":true})");
}

TEST_CASE("a message has the fields of both documented shapes, and its seq") {
  CHECK(appended([](auto& out) { append_message(out, message()); }) ==
        R"({"id":"0191e2a4-0000-7000-8000-0000000000aa","type":"message",)"
        R"("sender_id":"0191e2a4-0000-7000-8000-000000000001","sender_name":"John Smith",)"
        R"("content":"Hello\n<everyone>","room_id":"general",)"
        R"("created_at":"2023-11-14T22:13:20.000000Z","timestamp":"2023-11-14T22:13:20.000000Z",)"
        R"("user":{"id":"0191e2a4-0000-7000-8000-000000000001","username":"jsmith",)"
        R"("full_name":"John Smith"},"seq":42})");
}

TEST_CASE("a message written in two steps is the same message") {
  for (auto const& content : {std::optional<std::string>("text"), std::optional<std::string>()}) {
    auto whole = message();
    whole.content = content;
    auto early = whole;
    early.seq = Seq(0);
    auto prefix = message_prefix(early);
    finish_message(prefix, whole.seq);
    CHECK(prefix == appended([&](auto& out) { append_message(out, whole); }));
  }
}

TEST_CASE("a tombstone has no content and says so") {
  auto gone = message();
  gone.content.reset();
  gone.sender_username.clear();
  auto live = appended([&](auto& out) { append_message(out, gone); });
  CHECK(live.find(R"("content":null)") != std::string::npos);
  CHECK(live.find(R"("deleted":true)") != std::string::npos);
  auto kept = appended([&](auto& out) { append_history_item(out, gone); });
  CHECK(kept.find(R"("content":null)") != std::string::npos);
  CHECK(kept.ends_with(R"("seq":42,"deleted":true})"));
}

TEST_CASE("join and leave are told by the System, with the person beside") {
  auto joined = appended(
      [](auto& out) { append_notice(out, Notice::joined, id, general, john_smith, moment); });
  CHECK(joined ==
        R"({"id":"0191e2a4-0000-7000-8000-0000000000aa","type":"user_joined",)"
        R"("sender_id":"00000000-0000-0000-0000-000000000000","sender_name":"System",)"
        R"("content":"John \"J\" Smith has joined the chat","room_id":"general",)"
        R"("created_at":"2023-11-14T22:13:20.000000Z","timestamp":"2023-11-14T22:13:20.000000Z",)"
        R"("user":{"id":"0191e2a4-0000-7000-8000-000000000001","username":"jsmith",)"
        R"("full_name":"John \"J\" Smith"}})");
  auto left = appended(
      [](auto& out) { append_notice(out, Notice::left, id, general, john_smith, moment); });
  CHECK(left.find(R"("type":"user_left")") != std::string::npos);
  CHECK(left.find(R"(Smith has left the chat")") != std::string::npos);
}

TEST_CASE("the sender hears under which id and seq its message stands") {
  Sent sent{"c-1", id, Seq(9), true, moment};
  CHECK(appended([&](auto& out) { append_sent(out, sent); }) ==
        R"({"type":"sent","client_msg_id":"c-1","id":"0191e2a4-0000-7000-8000-0000000000aa",)"
        R"("seq":9,"duplicate":true,"created_at":"2023-11-14T22:13:20.000000Z"})");
}

TEST_CASE("presence tells who came, who went and how many are there") {
  std::array joined{john_smith, Person{mary, "mary", "Mary"}};
  std::array left{mary};
  CHECK(
      appended([&](auto& out) { append_presence(out, general, {joined, left, 12}); }) ==
      R"({"type":"presence","room_id":"general","joined":[)"
      R"({"user_id":"0191e2a4-0000-7000-8000-000000000001","username":"jsmith",)"
      R"("full_name":"John \"J\" Smith"},)"
      R"({"user_id":"0191e2a4-0000-7000-8000-000000000002","username":"mary","full_name":"Mary"}],)"
      R"("left":["0191e2a4-0000-7000-8000-000000000002"],"count":12})");
  CHECK(appended([&](auto& out) { append_presence(out, general, {}); }) ==
        R"({"type":"presence","room_id":"general","joined":[],"left":[],"count":0})");
}

TEST_CASE("an element of the history has the fields of both documented shapes") {
  CHECK(appended([](auto& out) { append_history_item(out, message()); }) ==
        R"({"id":"0191e2a4-0000-7000-8000-0000000000aa",)"
        R"("user_id":"0191e2a4-0000-7000-8000-000000000001",)"
        R"("sender_id":"0191e2a4-0000-7000-8000-000000000001","sender_name":"John Smith",)"
        R"("content":"Hello\n<everyone>","room_id":"general",)"
        R"("created_at":"2023-11-14T22:13:20.000000Z",)"
        R"("user":{"username":"jsmith","full_name":"John Smith"},"seq":42})");
}

TEST_CASE("only a message that was changed or reacted to says so") {
  auto changed = message();
  changed.version = 2;
  changed.edited_at = moment;
  changed.reactions = {{"+1", 3}};
  auto const later =
      R"(,"version":2,"edited_at":"2023-11-14T22:13:20.000000Z","reactions":{"+1":3})";
  CHECK(appended([&](auto& out) {
          append_history_item(out, changed);
        }).ends_with(std::string(R"("seq":42)") + later + "}"));
  CHECK(appended([&](auto& out) {
          append_message(out, changed);
        }).ends_with(std::string("}") + later + R"(,"seq":42})"));
}

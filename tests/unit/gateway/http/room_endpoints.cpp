#include "gateway/http/room_endpoints.hpp"

#include <doctest/doctest.h>

#include "unit/gateway/http/http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

struct Rooms {
  HttpRig rig;
  User jane = rig.accounts.add("jane");
  std::string token = rig.accounts.token(jane);
  std::string admin = rig.accounts.token(rig.accounts.add("root", Role::admin));

  http::Response post(std::string content, std::string key = {}, std::string room = "general") {
    Call call{.method = "POST",
              .target = "/api/chat/rooms/" + room + "/messages",
              .token = token,
              .body = R"({"content":")" + content + "\"}"};
    if (!key.empty()) call.headers.push_back("Idempotency-Key: " + key);
    return rig.send(call);
  }
  http::Response history(std::string query, std::string room = "general") {
    return rig.get("/api/chat/rooms/" + room + "/messages" + query, token);
  }
  http::Response create(std::string body) {
    return rig.send(
        {.method = "POST", .target = "/api/chat/rooms", .token = admin, .body = std::move(body)});
  }
};

// The `seq`s of a history, in its order.
std::string seqs_of(std::string const& body) {
  std::string seqs;
  for (auto at = body.find(R"("seq":)"); at != std::string::npos; at = body.find(R"("seq":)", at)) {
    at += 6;
    seqs += body.substr(at, body.find_first_not_of("0123456789", at) - at) + ' ';
  }
  return seqs;
}

}  // namespace

TEST_CASE("the rooms are there from the start, by name, with where their streams stand") {
  Rooms it;
  auto response = it.rig.get("/api/chat/rooms", it.token);
  CHECK(response.body.starts_with(R"([{"id":"general","name":"General Chat","created_at":")"));
  CHECK(response.body.contains(R"({"id":"support","name":"Support Channel",)"));
  CHECK(response.body.contains(R"("head_seq":0,"epoch":")"));
}

TEST_CASE("an admin makes a room once") {
  Rooms it;
  auto made = it.create(R"({"id":"Room_1.a-b","name":"A room"})");
  CHECK(made.status == 201);
  CHECK(made.body.starts_with(R"({"id":"Room_1.a-b","name":"A room",)"));
  CHECK(it.create(R"({"id":"Room_1.a-b","name":"Again"})").status == 409);
  CHECK(it.history("", "Room_1.a-b").body == "[]");
}

TEST_CASE("a room's id and name have their rules") {
  Rooms it;
  auto with_id = [&](std::string id) {
    return it.create(R"({"id":")" + id + R"(","name":"x"})").status;
  };
  CHECK(with_id(std::string(50, 'a')) == 201);
  for (auto const& wrong :
       {std::string(), std::string(51, 'a'), std::string("a b"), std::string("a/b"),
        std::string("."), std::string(".."), std::string("\xC3\xA4")})
    CHECK_MESSAGE(with_id(wrong) == 400, wrong);
  for (auto name : {"", "  ", "a\\u0007b"})
    CHECK(it.create(R"({"id":"r","name":")" + std::string(name) + "\"}").status == 400);
  CHECK(it.create(R"({"id":"r","name":")" + std::string(101, 'x') + "\"}").status == 400);
  CHECK(it.create(R"({"id":"r"})").status == 400);
}

TEST_CASE("what is posted is answered as the history will show it, and published") {
  Rooms it;
  auto posted = it.post("Hello");
  REQUIRE(posted.status == 201);
  CHECK(posted.body.contains(R"("content":"Hello")"));
  CHECK(posted.body.contains(R"("sender_name":"jane Smith")"));
  CHECK(posted.body.contains(R"("user":{"username":"jane","full_name":"jane Smith"})"));
  CHECK(posted.body.ends_with(R"("duplicate":false})"));
  auto element = posted.body.substr(0, posted.body.rfind(R"(,"duplicate")")) + "}";
  CHECK(it.history("").body == "[" + element + "]");
  REQUIRE(it.rig.published.all.size() == 1);
  CHECK(it.rig.published.all[0].seq == Seq(1));
}

TEST_CASE("a message is 1 to 4096 bytes, into a room that there is") {
  Rooms it;
  CHECK(it.post("").status == 400);
  CHECK(it.post(std::string(4096, 'x')).status == 201);
  CHECK(it.post(std::string(4097, 'x')).status == 400);
  CHECK(it.post("Hello", "", "nowhere").status == 404);
}

TEST_CASE("the same Idempotency-Key is stored once, and what was said first stays") {
  Rooms it;
  auto first = it.post("first", "key-1");
  auto again = it.post("second", "key-1");
  CHECK(again.status == 201);
  CHECK(again.body.ends_with(R"("duplicate":true})"));
  CHECK(again.body.contains(R"("content":"first")"));
  auto without_mark = [](std::string body) { return body.substr(0, body.rfind(R"(,"dup)")); };
  CHECK(without_mark(first.body) == without_mark(again.body));
  CHECK(seqs_of(it.history("").body) == "1 ");
  CHECK(it.rig.published.all.size() == 1);
  CHECK(it.post("third", "key-2").body.contains(R"("seq":2)"));
}

TEST_CASE("an Idempotency-Key is 1 to 64 visible characters") {
  Rooms it;
  CHECK(it.post("x", std::string(64, 'k')).status == 201);
  CHECK(it.post("x", std::string(65, 'k')).status == 400);
  CHECK(it.post("x", "a b").status == 400);
  CHECK(it.post("x", "\xC3\xA4").status == 400);
}

TEST_CASE("history is newest first, fifty by default, and pages both ways") {
  Rooms it;
  for (int i = 0; i < 60; ++i) REQUIRE(it.post("m").status == 201);
  auto latest = seqs_of(it.history("").body);
  CHECK(latest.starts_with("60 59 58 "));
  CHECK(latest.ends_with(" 12 11 "));
  CHECK(seqs_of(it.history("?limit=3").body) == "60 59 58 ");
  CHECK(seqs_of(it.history("?limit=2&before_seq=58").body) == "57 56 ");
  CHECK(seqs_of(it.history("?limit=2&after_seq=10").body) == "12 11 ");
  CHECK(seqs_of(it.history("?after_seq=58").body) == "60 59 ");
  CHECK(seqs_of(it.history("?after_seq=60").body).empty());
  CHECK(seqs_of(it.history("?before_seq=0").body).empty());
}

TEST_CASE("limits and seqs that are none are 400, an unknown room 404") {
  Rooms it;
  for (auto wrong : {"?limit=0", "?limit=201", "?limit=x", "?limit=", "?before_seq=-1",
                     "?after_seq=1.5", "?after_seq=99999999999999999999"})
    CHECK_MESSAGE(it.history(wrong).status == 400, wrong);
  CHECK(it.history("?limit=200").status == 200);
  auto unknown = it.history("", "nowhere");
  CHECK(unknown.status == 404);
  CHECK(unknown.body.contains("Chat room with ID nowhere not found"));
}

TEST_CASE("a full disk is 503, and nothing was said") {
  Rooms it;
  it.rig.accounts.store.refuse_writes(true);
  auto refused = it.post("lost");
  CHECK(refused.status == 503);
  CHECK_FALSE(header_of(refused, "Retry-After").empty());
  it.rig.accounts.store.refuse_writes(false);
  CHECK(it.history("").body == "[]");
  CHECK(it.rig.published.all.empty());
}

TEST_CASE("a room is listed with what it is to the person who asks") {
  Rooms it;
  auto made = it.rig.send({.method = "POST",
                           .target = "/api/chat/rooms",
                           .token = it.token,
                           .body = R"({"id":"den","name":"Den","kind":"private"})"});
  REQUIRE(made.status == 201);
  CHECK(made.body.contains(
      R"("kind":"private","role":"owner","read_seq":0,"unread":0,"last_message":null})"));
  CHECK(it.rig.get("/api/chat/rooms/den", it.token).body == made.body);
  CHECK(it.rig.get("/api/chat/rooms/den", it.admin).status == 404);
  REQUIRE(it.post("Hello").status == 201);
  auto listed = it.rig.get("/api/chat/rooms", it.admin);
  CHECK(listed.body.contains(R"("kind":"public","role":null,"read_seq":0,"unread":1,)"));
  CHECK(listed.body.contains(R"("last_message":{"id":")"));
}

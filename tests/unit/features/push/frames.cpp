#include "features/push/frames.hpp"

#include <doctest/doctest.h>

using namespace switchboard;

namespace {

constexpr Timestamp now{std::chrono::seconds(1'700'000'000)};

}  // namespace

TEST_CASE("a message passes on its content as it is, every digit of it") {
  CHECK(push::message_event("chat", R"({"id": 9223372036854775807, "x":1.10})", now) ==
        R"(["message",{"type":"chat","data":{"id": 9223372036854775807, "x":1.10},)"
        R"("timestamp":"2023-11-14T22:13:20.000000Z"}])");
  CHECK(
      push::message_event("a \"b\"\n", "null", now) ==
      R"(["message",{"type":"a \"b\"\n","data":null,"timestamp":"2023-11-14T22:13:20.000000Z"}])");
}

TEST_CASE("a message without content has no such key") {
  CHECK(push::message_event("update", std::nullopt, now) ==
        R"(["message",{"type":"update","timestamp":"2023-11-14T22:13:20.000000Z"}])");
}

TEST_CASE("what a session hears of itself") {
  CHECK(push::authenticated_event("o'\"hara", now) ==
        R"(["authenticated",{"userId":"o'\"hara","message":"Successfully authenticated",)"
        R"("timestamp":"2023-11-14T22:13:20.000000Z"}])");
  CHECK(push::pong_event(now) == R"(["pong",{"timestamp":"2023-11-14T22:13:20.000000Z"}])");
}

TEST_CASE("an inbox is told as its figures, and as a page of items") {
  InboxState state{.head = {Seq(7), Epoch("e1")}, .unread = 3};
  CHECK(push::inbox_event(state) == R"(["inbox",{"unread":3,"head_seq":7,"epoch":"e1"}])");
  std::string figures;
  push::append_inbox_state(figures, state);
  CHECK(figures == R"({"head_seq":7,"epoch":"e1","unread":3})");

  std::string empty;
  push::append_inbox_page(empty, {.items = {}, .state = state});
  CHECK(empty == R"({"items":[],"head_seq":7,"epoch":"e1","unread":3})");
  InboxPage page{.items = {{Seq(4), "notification", R"({"title":"t"})", now, true},
                           {Seq(6), "chat", std::nullopt, now, false}},
                 .state = state};
  std::string text;
  push::append_inbox_page(text, page);
  CHECK(text == R"({"items":[{"seq":4,"type":"notification","data":{"title":"t"},)"
                R"("created_at":"2023-11-14T22:13:20.000000Z","read":true},)"
                R"({"seq":6,"type":"chat","data":null,)"
                R"("created_at":"2023-11-14T22:13:20.000000Z","read":false}],)"
                R"("head_seq":7,"epoch":"e1","unread":3})");
}

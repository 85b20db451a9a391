#include "protocol/calls/call_event.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace std::chrono_literals;

TEST_CASE("an event says who calls, from where, and what is known besides") {
  calls::CallEvent event{
      .event = "ringing", .ring = "r1", .room = CallRoom(9), .from = UserId(), .from_name = "Ann"};
  CHECK(calls::call_event_members(event) ==
        R"("event":"ringing","ring_id":"r1","room_id":9,"from":)"
        R"({"user_id":"00000000-0000-0000-0000-000000000000","name":"Ann"})");
  event.chat_room = "general";
  event.callee = UserId();
  event.expires_in = 30;
  CHECK(calls::call_event_members(event).ends_with(
      R"(,"chat_room_id":"general","user_id":"00000000-0000-0000-0000-000000000000",)"
      R"("expires_in":30)"));
}

TEST_CASE("an inbox keeps who called, where and when") {
  calls::CallEvent event{
      .event = "missed", .ring = "r1", .room = CallRoom(9), .from = UserId(), .from_name = "Ann"};
  CHECK(calls::missed_call(event, Timestamp(1'700'000'000s)) ==
        R"({"ring_id":"r1","room_id":9,"from":)"
        R"({"user_id":"00000000-0000-0000-0000-000000000000","name":"Ann"},)"
        R"("at":"2023-11-14T22:13:20.000000Z"})");
}

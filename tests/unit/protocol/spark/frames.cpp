#include "protocol/spark/frames.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace switchboard::spark;

namespace {

User ann() {
  User user{.id = UserId(*Uuid::parse("0191e2a4-0000-7000-8000-000000000001")),
            .username = "aB3dE6gH9jK",
            .email = "ann@example.com",
            .full_name = "Ann \"A\" Lee",
            .phone_number = {},
            .created_at = {},
            .updated_at = {},
            .token_version = {}};
  return user;
}

}  // namespace

TEST_CASE("states have the protocol's own words, and its own spelling") {
  CHECK(state_frame(1732609999123, State::received) ==
        R"({"messageId":1732609999123,"state":601,"stateText":"recieved",)"
        R"("stateDescription":null})");
  CHECK(state_frame(-1, State::failed, "Why") ==
        R"({"messageId":-1,"state":607,"stateText":"failed","stateDescription":"Why"})");
  CHECK(state_frame(1, State::stored).contains(R"("state":602,"stateText":"stored")"));
  CHECK(state_frame(1, State::sent).contains(R"("state":603,"stateText":"sent")"));
  CHECK(state_frame(1, State::delivered).contains(R"("state":604,"stateText":"delivered")"));
}

TEST_CASE("a mailbox is counted, told item by item, and ended when it is empty") {
  CHECK(count_frame(2) == R"({"code":703,"message":"Total messages: 2","value":2})");
  CHECK(no_items_frame() == R"({"code":704,"message":"New pre-loading message","value":null})");
  Item item{7, ann().id, "so \"what\"\n", 1700000000};
  CHECK(item_frame(item) ==
        R"({"code":704,"message":"New pre-loading message","value":{"id":7,)"
        R"("rxId":"0191e2a4-0000-7000-8000-000000000001","message":"so \"what\"\n",)"
        R"("timestamp":1700000000}})");
  CHECK(pong_frame() == R"({"code":705,"message":"Pong","value":null})");
}

TEST_CASE("presence and live messages name people") {
  CHECK(presence_frame(ann(), true) ==
        R"({"code":702,"message":"Ann \"A\" Lee joined the chat","value":{)"
        R"("id":"0191e2a4-0000-7000-8000-000000000001","tagname":"aB3dE6gH9jK",)"
        R"("fullname":"Ann \"A\" Lee","online":true}})");
  CHECK(presence_frame(ann(), false).contains("left the chat"));
  Item item{7, ann().id, "hi", 1700000000};
  CHECK(live_frame({item, ann(), "bob@example.com"}) ==
        R"({"messageType":"usermessage","messageId":7,)"
        R"("id":"0191e2a4-0000-7000-8000-000000000001","email":"ann@example.com",)"
        R"("fullname":"Ann \"A\" Lee","rxEmail":"bob@example.com","message":"hi",)"
        R"("timestamp":1700000000})");
}

TEST_CASE("a user object has the protocol's fields and no password") {
  CHECK(user_object(ann(), "t") ==
        R"({"id":"0191e2a4-0000-7000-8000-000000000001","tagname":"aB3dE6gH9jK",)"
        R"("fullname":"Ann \"A\" Lee","email":"ann@example.com","avatar":null,)"
        R"("websocketId":null,"jwtoken":"t"})");
  CHECK(user_object(ann(), std::nullopt).ends_with(R"("jwtoken":null})"));
}

#include "gateway/http/push_endpoints.hpp"

#include "unit/gateway/http/push_http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

// The body without its timestamp, which must be there and be now.
std::string told(PushHttpRig const& rig, http::Response const& response) {
  CHECK(response.status == 200);
  CHECK(header_of(response, "Content-Type") == "application/json");
  auto end = R"(,"timestamp":")" + rig.now() + "\"}";
  REQUIRE(response.body.ends_with(end));
  return response.body.substr(0, response.body.size() - end.size()) + '}';
}

void check_error(http::Response const& response, int status, std::string_view message) {
  CHECK(response.status == status);
  CHECK(response.body == push_error(message));
  CHECK(header_of(response, "Content-Type") == "application/json");
}

}  // namespace

TEST_CASE("message/user reaches a connected user and names them in the answer") {
  PushHttpRig rig;
  rig.connect("ada");
  auto response =
      rig.post("message/user",
               R"({"userId":"ada","type":"announcement","data":{"id":9223372036854775807}})");
  CHECK(told(rig, response) == R"({"success":true,"message":"Message sent to user ada"})");
  REQUIRE(rig.published.all.size() == 1);
  CHECK(rig.published.all[0].channel.value() == "push:user:ada");
  CHECK(rig.published.all[0].data == R"(["message",{"type":"announcement",)"
                                     R"("data":{"id":9223372036854775807},"timestamp":")" +
                                         rig.now() + "\"}]");
}

TEST_CASE("data of any type passes through unchanged, and is absent when the body had none") {
  PushHttpRig rig;
  rig.connect("ada");
  auto data_of = [&](std::string const& member) {
    rig.published.all.clear();
    auto response = rig.post("message/user", R"({"userId":"ada","type":"x")" + member + "}");
    CHECK(response.status == 200);
    auto data = rig.published.all.at(0).data;
    auto begin = std::string(R"(["message",{"type":"x")").size();
    return data.substr(begin, data.find(R"(,"timestamp")") - begin);
  };
  for (auto const* value : {"null", "0", "1.50", "-0.0", "1e400", "\"\\u00e9\\n\"", "\"\\ud83d\"",
                            "[ ]", "false", "{ \"a\" : [1, 2] }"})
    CHECK(data_of(",\"data\":" + std::string(value)) == ",\"data\":" + std::string(value));
  CHECK(data_of("") == "");
}

TEST_CASE("message/user to somebody who is not connected is 404, unless it is stored") {
  PushHttpRig rig;
  check_error(rig.post("message/user", R"({"userId":"ada","type":"x"})"), 404,
              "User ada is not connected");
  check_error(rig.post("message/user", R"({"userId":"ada","type":"x","store":false})"), 404,
              "User ada is not connected");
  auto stored = rig.post("message/user", R"({"userId":"ada","type":"x","store":true,"ttl":60})");
  CHECK(told(rig, stored) == R"({"success":true,"message":"Message sent to user ada"})");
}

TEST_CASE("message/users tells whom it reached and whom not, each once") {
  PushHttpRig rig;
  rig.connect("ada");
  auto response =
      rig.post("message/users", R"({"userIds":["bob","ada","ada"],"type":"x","data":1})");
  CHECK(told(rig, response) == R"({"success":true,"message":"Message sent to 1 out of 2 users",)"
                               R"("deliveredTo":["ada"],"notDeliveredTo":["bob"]})");
  auto nobody = rig.post("message/users", R"({"userIds":[],"type":"x"})");
  CHECK(told(rig, nobody) == R"({"success":true,"message":"Message sent to 0 out of 0 users",)"
                             R"("deliveredTo":[],"notDeliveredTo":[]})");
}

TEST_CASE("a broadcast counts the users who are connected") {
  PushHttpRig rig;
  rig.connect("ada");
  rig.connect("bob");
  auto response = rig.post("message/broadcast", R"({"type":"system","data":"down at ten"})");
  CHECK(told(rig, response) ==
        R"({"success":true,"message":"Message broadcasted to 2 users","userCount":2})");
  CHECK(rig.published.all.at(0).channel.value() == "push:all");
}

TEST_CASE("a notification keeps what its sender adds, and its title is its own") {
  PushHttpRig rig;
  rig.connect("ada");
  auto response =
      rig.post("notification", R"({"userId":"ada","title":"T","body":"B","data":{"title":"spoof",)"
                               R"("n":1}})");
  CHECK(told(rig, response) == R"({"success":true,"message":"Notification sent to user ada"})");
  CHECK(rig.published.all.at(0).data ==
        R"(["message",{"type":"notification","data":{"title":"T","body":"B","userId":"ada","n":1},)"
        R"("timestamp":")" +
            rig.now() + "\"}]");
  CHECK(rig.post("notification", R"({"userId":"x","title":"T","body":"B","data":null})").status ==
        200);
  check_error(rig.post("notification", R"({"userId":"x","title":"T","body":"B","data":[]})"), 400,
              "Field 'data' must be an object");
}

TEST_CASE("whatever is missing is named as documented; null and nothing are missing") {
  PushHttpRig rig;
  for (auto const* body : {R"({})", R"({"userId":"a"})", R"({"type":"x"})",
                           R"({"userId":null,"type":"x"})", R"({"userId":"","type":"x"})"})
    check_error(rig.post("message/user", body), 400, "Missing required fields: userId, type");
  for (auto const* body : {R"({})", R"({"userIds":["a"]})", R"({"type":"x"})",
                           R"({"userIds":"a","type":"x"})", R"({"userIds":null,"type":"x"})"})
    check_error(rig.post("message/users", body), 400,
                "Missing required fields: userIds (array), type");
  for (auto const* body : {R"({})", R"({"type":""})", R"({"data":1})"})
    check_error(rig.post("message/broadcast", body), 400, "Missing required field: type");
  for (auto const* body : {R"({})", R"({"userId":"a","title":"t"})", R"({"title":"t","body":"b"})",
                           R"({"userId":"a","body":"b","title":null})"})
    check_error(rig.post("notification", body), 400,
                "Missing required fields: userId, title, body");
}

TEST_CASE("a wrong type, and a body that is none, are 400") {
  PushHttpRig rig;
  auto refused = [&](std::string path, std::string body) {
    auto response = rig.post(std::move(path), std::move(body));
    CHECK(response.body.starts_with(R"({"error":{"message":")"));
    return response.status == 400;
  };
  CHECK(refused("message/user", R"({"userId":5,"type":"x"})"));
  CHECK(refused("message/user", R"({"userId":"a","type":["x"]})"));
  CHECK(refused("message/user", R"({"userId":"a","type":"x","store":"yes"})"));
  CHECK(refused("message/user", R"({"userId":"a","type":"x","store":true,"ttl":"1"})"));
  CHECK(refused("message/user", R"({"userId":"a","type":"x","store":true,"ttl":0})"));
  CHECK(refused("message/user", R"({"userId":"a","type":"x","store":true,"collapse_key":7})"));
  CHECK(refused("message/users", R"({"userIds":["a",null],"type":"x"})"));
  CHECK(refused("message/broadcast", R"({"type":{}})"));
  CHECK(refused("notification", R"({"userId":"a","title":1,"body":"b"})"));
  CHECK(refused("message/user", "{"));
  CHECK(refused("message/user", "[]"));
  CHECK(refused("message/user", ""));
  CHECK(refused("message/user", "{\"userId\":\"\xff\",\"type\":\"x\"}"));
}

TEST_CASE("the list and a status follow who is connected") {
  PushHttpRig rig;
  auto none = rig.fetch("users/connected");
  CHECK(told(rig, none) == R"({"success":true,"connectedUsers":[],"userCount":0})");
  rig.connect("ada");
  auto since = rig.now();
  rig.accounts.clock.advance(std::chrono::seconds(1));
  rig.connect("bob \"b\"");
  CHECK(told(rig, rig.fetch("users/connected")) ==
        R"({"success":true,"connectedUsers":["ada","bob \"b\""],"userCount":2})");
  CHECK(told(rig, rig.fetch("users/ada/status")) ==
        R"({"success":true,"userId":"ada","isConnected":true,"connectionInfo":{"connectedAt":")" +
            since + R"(","socketId":"socket-ada"}})");
  CHECK(told(rig, rig.fetch("users/nobody%20here/status")) ==
        R"({"success":true,"userId":"nobody here","isConnected":false,"connectionInfo":null})");
  CHECK(told(rig, rig.fetch("me/status", rig.mint("ada"))) ==
        R"({"success":true,"userId":"ada","isConnected":true,"connectionInfo":{"connectedAt":")" +
            since + R"(","socketId":"socket-ada"}})");
}

TEST_CASE("disconnecting somebody ends their session, and there is nobody to disconnect again") {
  PushHttpRig rig;
  rig.connect("ada", 7);
  CHECK(told(rig, rig.remove("users/ada/disconnect")) ==
        R"({"success":true,"message":"User ada disconnected"})");
  CHECK(rig.sessions.all.size() == 1);
  CHECK(rig.sessions.all.at(0).second == SessionId(7));
  check_error(rig.remove("users/ada/disconnect"), 404, "User ada is not connected");
}

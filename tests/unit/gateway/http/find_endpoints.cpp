#include "gateway/http/find_endpoints.hpp"

#include <doctest/doctest.h>

#include "unit/gateway/http/http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

TEST_CASE("a search wants words and a sensible limit") {
  HttpRig rig;
  auto token = rig.accounts.token(rig.accounts.add("jane"));
  auto status = [&](std::string query) {
    return rig.get("/api/chat/search" + query, token).status;
  };
  CHECK(status("?q=word&limit=1") == 200);
  CHECK(status("?q=word&limit=100") == 200);
  for (auto const* wrong :
       {"", "?q=", "?q=%20.%20", "?q=a&limit=0", "?q=a&limit=101", "?q=a+b+c+d+e+f+g+h+i+j+k"})
    CHECK_MESSAGE(status(wrong) == 400, wrong);
  CHECK(status("?q=" + std::string(200, 'x')) == 200);
  CHECK(status("?q=" + std::string(201, 'x')) == 400);
  CHECK(status("?q=a&room_id=nowhere") == 404);
}

TEST_CASE("presence is told of up to a hundred people, in the order asked for") {
  HttpRig rig;
  auto jane = rig.accounts.add("jane");
  auto token = rig.accounts.token(jane);
  auto id = jane.id.value().to_string();
  rig.attendance.arrive(jane.id, rig.accounts.clock.timestamp());
  auto other = UserId(Uuid::random()).value().to_string();
  auto told = rig.get("/api/presence?user_ids=" + other + "," + id, token);
  REQUIRE(told.status == 200);
  CHECK(
      told.body.starts_with(R"([{"user_id":")" + other + R"(","online":false,"last_seen":null},)"));
  CHECK(told.body.contains(R"({"user_id":")" + id + R"(","online":true,"last_seen":")"));
  auto many = [&id](int count) {
    auto list = id;
    for (int i = 1; i < count; ++i) list += "," + id;
    return "/api/presence?user_ids=" + list;
  };
  CHECK(rig.get(many(100), token).status == 200);
  CHECK(rig.get(many(101), token).status == 400);
  CHECK(rig.get("/api/presence", token).status == 400);
  CHECK(rig.get("/api/presence?user_ids=x", token).status == 400);
}

TEST_CASE("people are found without what is theirs alone") {
  HttpRig rig;
  auto jane = rig.accounts.add("jane");
  auto found = rig.get("/api/chat/users?q=JAN", rig.accounts.token(jane));
  CHECK(found.status == 200);
  CHECK(found.body == R"([{"user_id":")" + jane.id.value().to_string() +
                          R"(","username":"jane","full_name":"jane Smith"}])");
}

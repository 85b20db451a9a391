#include "gateway/http/user_endpoints.hpp"

#include <doctest/doctest.h>

#include "unit/gateway/http/http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

// The document's own example.
constexpr char const* example =
    R"({"username":"jsmith","email":"john.smith@example.com","password":"SecurePass123",)"
    R"("full_name":"John Smith","phone_number":"+1 234 567 890","role":"client"})";

http::Response sign_up(HttpRig& rig, std::string body, std::vector<std::string> headers = {}) {
  return rig.send({.method = "POST", .target = "/api/users", .body = body, .headers = headers});
}

http::Response put(HttpRig& rig, User const& user, std::string const& token, std::string body) {
  auto target = "/api/users/" + user.id.value().to_string();
  return rig.send({.method = "PUT", .target = target, .token = token, .body = std::move(body)});
}

}  // namespace

TEST_CASE("the document's sign-up is answered 201 with all fields in their shape, and no hash") {
  HttpRig rig;
  auto response = sign_up(rig, example);
  REQUIRE(response.status == 201);
  auto location = header_of(response, "Location");
  auto id = location.substr(location.rfind('/') + 1);
  CHECK(Uuid::parse(id));
  auto now = to_rfc3339(rig.accounts.clock.timestamp());
  CHECK(response.body == R"({"id":")" + id +
                             R"(","username":"jsmith","email":"john.smith@example.com",)"
                             R"("full_name":"John Smith","phone_number":"+1 234 567 890",)"
                             R"("active":true,"role":"client","created_at":")" +
                             now + R"(","updated_at":")" + now + R"("})");
}

TEST_CASE("an absent phone number is null, unknown fields are ignored") {
  HttpRig rig;
  auto response = sign_up(rig, R"({"username":"jane","email":"jane@example.com","extra":[1],)"
                               R"("password":"SecurePass123","full_name":"Jane"})");
  CHECK(response.status == 201);
  CHECK(response.body.contains(R"("phone_number":null)"));
}

TEST_CASE("a body that is no JSON, lacks a field, or has the wrong type is a 400 error object") {
  HttpRig rig;
  for (auto body : {"", "{", "[]", "null", "{}", R"({"username":1})", "\xFF",
                    R"({"username":"jane","username":"jane"})"}) {
    auto response = sign_up(rig, body, {"Content-Type: application/json"});
    CHECK_MESSAGE(response.status == 400, body);
    CHECK(response.body.starts_with(R"({"error":true,"message":)"));
    CHECK(response.body.contains(R"("status":400,)"));
  }
}

TEST_CASE("the content type is JSON, whatever its parameters") {
  HttpRig rig;
  CHECK(sign_up(rig, example, {"Content-Type: text/plain"}).status == 400);
  CHECK(sign_up(rig, example, {"Content-Type: application/jsonx"}).status == 400);
  CHECK(sign_up(rig, example, {"Content-Type: application/x-www-form-urlencoded"}).status == 400);
  CHECK(rig.send({.method = "POST", .target = "/api/users"}).status == 400);
  CHECK(sign_up(rig, example, {"Content-Type: Application/JSON ; charset=utf-8"}).status == 201);
}

TEST_CASE("a duplicate is the documented error, with a code of its own") {
  HttpRig rig;
  CHECK(sign_up(rig, example).status == 201);
  auto again = sign_up(rig, example);
  CHECK(again.status == 400);
  CHECK(again.body.starts_with(
      R"({"error":true,"message":"User with this email already exists","status":400,)"
      R"("code":"email_taken",)"));
}

TEST_CASE("sign-in answers user, token and the documented message; the token opens the door") {
  HttpRig rig;
  auto jane = rig.accounts.add("jane");
  auto login = [&](std::string password) {
    return rig.send({.method = "POST",
                     .target = "/api/auth/login",
                     .body = R"({"email":"jane@example.com","password":")" + password + "\"}"});
  };
  auto response = login("SecurePass123");
  REQUIRE(response.status == 200);
  CHECK(response.body.starts_with(R"({"user":{"id":")" + jane.id.value().to_string()));
  CHECK(response.body.contains(R"(","message":"Login successful","refresh_token":")"));
  constexpr std::string_view mark = R"("token":")";
  auto token = response.body.substr(response.body.find(mark) + mark.size());
  token.resize(token.find('"'));
  CHECK(rig.get("/api/users/" + jane.id.value().to_string(), token).status == 200);
  auto wrong = login("WrongPass123");
  CHECK(wrong.status == 400);
  CHECK(wrong.body.contains(R"("message":"Invalid credentials","status":400)"));
}

TEST_CASE("the sixth guess is 429 with a time to come back") {
  HttpRig rig;
  Call guess{.method = "POST",
             .target = "/api/auth/login",
             .body = R"({"email":"jane@example.com","password":"WrongPass123"})"};
  for (int i = 0; i < 5; ++i) CHECK(rig.send(guess).status == 400);
  auto refused = rig.send(guess);
  CHECK(refused.status == 429);
  CHECK(header_of(refused, "Retry-After") == "60");
}

TEST_CASE("a full hashing pool is 503 with a time to come back") {
  HttpRig rig;
  std::vector<std::unique_ptr<AccountsRig::Running<Result<std::string>>>> occupying;
  for (int i = 0; i < 64; ++i)
    occupying.push_back(rig.accounts.begin(rig.accounts.shared.hasher.hash("SecurePass123")));
  auto response = sign_up(rig, example);
  CHECK(response.status == 503);
  CHECK(response.body.contains(R"("code":"busy")"));
  CHECK(header_of(response, "Retry-After") == "1");
  while (rig.accounts.pump()) {
  }
}

TEST_CASE("the list is a bare array, newest first, with its total and a link to the next page") {
  HttpRig rig;
  auto admin = rig.accounts.token(rig.accounts.add("root", Role::admin));
  rig.accounts.add("jane");
  rig.accounts.add("john");
  auto whole = rig.get("/api/users", admin);
  CHECK(whole.body.starts_with(R"([{"id":")"));
  CHECK(whole.body.find("john@") < whole.body.find("jane@"));
  CHECK(whole.body.find("jane@") < whole.body.find("root@"));
  CHECK(header_of(whole, "X-Total-Count") == "3");
  CHECK(header_of(whole, "Link").empty());

  auto first = rig.get("/api/users?limit=2", admin);
  auto link = header_of(first, "Link");
  CHECK(header_of(first, "X-Total-Count") == "3");
  REQUIRE(link.starts_with("</api/users?cursor="));
  REQUIRE(link.ends_with(R"(&limit=2>; rel="next")"));
  auto last = rig.get(link.substr(1, link.find('>') - 1), admin);
  CHECK(last.body.contains("root@"));
  CHECK_FALSE(last.body.contains("jane@"));
  CHECK(header_of(last, "Link").empty());
  for (auto wrong : {"limit=0", "limit=201", "limit=x", "limit=", "cursor=x"})
    CHECK_MESSAGE(rig.get(std::string("/api/users?") + wrong, admin).status == 400, wrong);
}

TEST_CASE("a role's list has that role only, in whatever case, and an unknown one is 400") {
  HttpRig rig;
  auto admin = rig.accounts.token(rig.accounts.add("root", Role::admin));
  rig.accounts.add("coach", Role::trainer);
  auto trainers = rig.get("/api/users/role/TRAINER", admin);
  CHECK(trainers.body.contains("coach@"));
  CHECK_FALSE(trainers.body.contains("root@"));
  CHECK(rig.get("/api/users/role/client", admin).body == "[]");
  CHECK(rig.get("/api/users/role/boss", admin)
            .body.contains("Invalid role. Must be 'client', 'trainer', or 'admin'"));
}

TEST_CASE("statistics leave out roles that nobody has") {
  HttpRig rig;
  CHECK(rig.get("/api/users/statistics").body == R"({"roles":[],"inactive_count":0})");
  auto jane = rig.accounts.add("jane");
  rig.accounts.add("john");
  CHECK(put(rig, jane, rig.accounts.token(jane), R"({"active":false})").status == 200);
  CHECK(rig.get("/api/users/statistics").body ==
        R"({"roles":[{"role":"client","count":2}],"inactive_count":1})");
}

TEST_CASE("a change over REST: absent stays, null clears a phone, rights are kept") {
  HttpRig rig;
  auto jane = rig.accounts.add("jane");
  auto token = rig.accounts.token(jane);
  auto admin = rig.accounts.token(rig.accounts.add("root", Role::admin));
  CHECK(put(rig, jane, token, R"({"phone_number":"+1 987 654 321"})")
            .body.contains("+1 987 654 321"));
  CHECK(put(rig, jane, token, R"({"full_name":"Jane Doe"})").body.contains("+1 987 654 321"));
  CHECK(put(rig, jane, token, R"({"phone_number":null})").body.contains(R"("phone_number":null)"));
  CHECK(put(rig, jane, token, R"({"role":"trainer"})").status == 403);
  CHECK(put(rig, jane, token, R"({"active":"no"})").status == 400);
  CHECK(put(rig, jane, token, R"({"current_password":"WrongPass123"})").status == 403);
  CHECK(put(rig, jane, admin, R"({"role":"Trainer"})").body.contains(R"("role":"trainer")"));
  CHECK(put(rig, jane, token, "{}").status == 401);
}

TEST_CASE("deleting is 204 without a body, and then 404") {
  HttpRig rig;
  auto jane = rig.accounts.add("jane");
  auto admin = rig.accounts.token(rig.accounts.add("root", Role::admin));
  Call remove{
      .method = "DELETE", .target = "/api/users/" + jane.id.value().to_string(), .token = admin};
  auto removed = rig.send(remove);
  CHECK(removed.status == 204);
  CHECK(removed.body.empty());
  CHECK(rig.send(remove).status == 404);
}

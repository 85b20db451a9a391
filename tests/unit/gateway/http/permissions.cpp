// Who may call what: every route, every kind of caller.

#include <doctest/doctest.h>

#include "unit/gateway/http/http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

struct Row {
  char const* method;
  char const* target;  // JANE: the account of `self`
  char const* body;
  // Expected statuses; 0: anything but 401 and 403.
  int nobody;
  int other;
  int self;
  int admin;
};

constexpr Row rows[] = {
    {"POST", "/api/users", "{}", 0, 0, 0, 0},
    {"GET", "/api/users", "", 401, 403, 403, 200},
    {"GET", "/api/users/role/client", "", 401, 403, 403, 200},
    {"GET", "/api/users/statistics", "", 200, 200, 200, 200},
    {"GET", "/api/users/JANE", "", 401, 403, 200, 200},
    {"PUT", "/api/users/JANE", "{}", 401, 403, 200, 200},
    {"DELETE", "/api/users/JANE", "", 401, 403, 403, 204},
    {"POST", "/api/auth/login", "{}", 0, 0, 0, 0},
    {"GET", "/api/chat/rooms", "", 401, 200, 200, 200},
    {"POST", "/api/chat/rooms", R"({"id":"new","name":"New"})", 401, 403, 403, 201},
    {"GET", "/api/chat/rooms/general/messages", "", 401, 200, 200, 200},
    {"POST", "/api/chat/rooms/general/messages", R"({"content":"hi"})", 401, 201, 201, 201},
};

void check(Row const& row, int expected, std::string const& who) {
  HttpRig rig;
  auto jane = rig.accounts.add("jane");
  std::string token;
  if (who == "self") token = rig.accounts.token(jane);
  if (who == "other") token = rig.accounts.token(rig.accounts.add("john"));
  if (who == "admin") token = rig.accounts.token(rig.accounts.add("root", Role::admin));
  std::string target = row.target;
  if (auto at = target.find("JANE"); at != std::string::npos)
    target.replace(at, 4, jane.id.value().to_string());
  auto status =
      rig.send({.method = row.method, .target = target, .token = token, .body = row.body}).status;
  auto what = std::string(row.method) + ' ' + row.target + " by " + who;
  if (expected != 0)
    CHECK_MESSAGE(status == expected, what);
  else
    CHECK_MESSAGE((status != 401 && status != 403), what);
}

}  // namespace

TEST_CASE("every route lets in whom it should and nobody else") {
  for (auto const& row : rows) {
    check(row, row.nobody, "nobody");
    check(row, row.other, "other");
    check(row, row.self, "self");
    check(row, row.admin, "admin");
  }
}

TEST_CASE("whoever is signed in learns that an id is no UUID, others that they are not signed in") {
  HttpRig rig;
  auto jane = rig.accounts.token(rig.accounts.add("jane"));
  auto admin = rig.accounts.token(rig.accounts.add("root", Role::admin));
  CHECK(rig.get("/api/users/not-a-uuid").status == 401);
  CHECK(rig.get("/api/users/not-a-uuid", jane).status == 400);
  CHECK(rig.get("/api/users/not-a-uuid", admin).status == 400);
  CHECK(rig.send({.method = "DELETE", .target = "/api/users/x", .token = admin}).status == 400);
  CHECK(rig.send({.method = "DELETE", .target = "/api/users/x", .token = jane}).status == 403);
  CHECK(rig.get("/api/users/00000000-0000-4000-8000-000000000000", jane).status == 403);
  CHECK(rig.get("/api/users/00000000-0000-4000-8000-000000000000", admin).status == 404);
}

TEST_CASE("only `Authorization: Bearer TOKEN` signs in, in these letters, once") {
  HttpRig rig;
  auto token = rig.accounts.token(rig.accounts.add("jane"));
  auto status = [&](std::vector<std::string> headers, std::string target = "/api/chat/rooms") {
    return rig.send({.target = std::move(target), .headers = std::move(headers)}).status;
  };
  CHECK(status({"Authorization: Bearer " + token}) == 200);
  CHECK(status({"authorization: Bearer " + token}) == 200);
  for (auto prefix : {"bearer ", "BEARER ", "Token ", "Basic ", "Bearer  ", "Bearer", ""})
    CHECK_MESSAGE(status({std::string("Authorization: ") + prefix + token}) == 401, prefix);
  CHECK(status({"Authorization: Bearer " + token, "Authorization: Bearer " + token}) == 401);
  CHECK(status({}, "/api/chat/rooms?token=" + token) == 401);
  CHECK(status({"Cookie: token=" + token}) == 401);
}

TEST_CASE("401 names the scheme, and a forged token is 401 and never 500") {
  HttpRig rig;
  auto token = rig.accounts.token(rig.accounts.add("jane"));
  for (auto forged :
       {token + "x", token.substr(0, token.size() - 4), std::string("x"), std::string(9000, 'a'),
        "eyJhbGciOiJub25lIn0" + token.substr(token.find('.'))}) {
    auto response = rig.get("/api/chat/rooms", forged);
    CHECK(response.status == 401);
    CHECK(header_of(response, "WWW-Authenticate") == "Bearer");
  }
}

TEST_CASE("a bad token on an open route is no token; a good one is the caller's") {
  HttpRig rig;
  auto admin = rig.accounts.token(rig.accounts.add("root", Role::admin));
  std::string body = R"({"username":"boss","email":"boss@example.com","password":"SecurePass123",)"
                     R"("full_name":"The Boss","role":"admin"})";
  auto create = [&](std::string token) {
    return rig.send({.method = "POST", .target = "/api/users", .token = token, .body = body})
        .status;
  };
  CHECK(rig.get("/api/users/statistics", "forged").status == 200);
  CHECK(create("forged") == 403);
  CHECK(create("") == 403);
  CHECK(create(admin) == 201);
}

TEST_CASE("a token of an account that was deactivated or deleted opens nothing") {
  HttpRig rig;
  auto jane = rig.accounts.add("jane");
  auto token = rig.accounts.token(jane);
  auto admin = rig.accounts.token(rig.accounts.add("root", Role::admin));
  auto path = "/api/users/" + jane.id.value().to_string();
  CHECK(rig.get(path, token).status == 200);
  CHECK(rig.send({.method = "PUT", .target = path, .token = token, .body = R"({"active":false})"})
            .status == 200);
  CHECK(rig.get(path, token).status == 401);
  CHECK(rig.send({.method = "PUT", .target = path, .token = token, .body = R"({"active":true})"})
            .status == 401);
  CHECK(rig.send({.method = "DELETE", .target = path, .token = admin}).status == 204);
  CHECK(rig.get(path, token).status == 401);
  CHECK(rig.get(path, admin).status == 404);
}

// Who may do what on the push paths, and what everything there has in common.

#include "unit/gateway/http/push_http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

struct Row {
  std::string_view method;
  std::string_view path;
  int plain;  // a token that may nothing but be itself
  int sender;
};

// ada asks; nobody is connected, and no body is sent: 400 and 404 mean that she was let in.
constexpr Row rows[] = {
    {"POST", "message/user", 403, 400},           {"POST", "message/users", 403, 400},
    {"POST", "message/broadcast", 403, 400},      {"POST", "notification", 403, 400},
    {"GET", "users/connected", 403, 200},         {"GET", "me/status", 200, 200},
    {"GET", "users/ada/status", 200, 200},        {"GET", "users/bob/status", 403, 200},
    {"DELETE", "users/ada/disconnect", 404, 404}, {"DELETE", "users/bob/disconnect", 403, 404},
};

http::Response ask(PushHttpRig& rig, Row const& row, std::string token) {
  return rig.push({.method = std::string(row.method),
                   .target = "/websocket/" + std::string(row.path),
                   .token = std::move(token)});
}

}  // namespace

TEST_CASE("each push endpoint lets in whom it should, and nobody without a token") {
  PushHttpRig rig;
  for (auto const& row : rows) {
    CAPTURE(row.path);
    auto nobody = ask(rig, row, "");
    CHECK(nobody.status == 401);
    CHECK(nobody.body == push_error("Authentication failed: Authorization header is missing"));
    CHECK(header_of(nobody, "WWW-Authenticate") == "Bearer");
    auto plain = ask(rig, row, rig.mint("ada"));
    CHECK(plain.status == row.plain);
    if (row.plain == 403) CHECK(plain.body == push_error("Forbidden"));
    CHECK(ask(rig, row, rig.mint("ada", R"(,"role":"admin")")).status == row.sender);
    CHECK(ask(rig, row, rig.mint("ada", R"(,"scope":"push:send")")).status == row.sender);
  }
}

TEST_CASE("an account uses the push API with the token of its sign-in, by its own role") {
  PushHttpRig rig;
  auto jane = rig.accounts.add("jane");
  auto chief = rig.accounts.add("chief", Role::admin);
  CHECK(rig.fetch("users/connected", rig.accounts.token(jane)).status == 403);
  CHECK(rig.fetch("users/connected", rig.accounts.token(chief)).status == 200);
  auto own = rig.fetch("me/status", rig.accounts.token(jane));
  CHECK(own.status == 200);
  CHECK(own.body.contains(jane.id.value().to_string()));
}

TEST_CASE("what is wrong with a token is said as documented") {
  PushHttpRig rig;
  auto said = [&](std::vector<std::string> headers) {
    auto response = rig.push({.target = "/websocket/me/status", .headers = std::move(headers)});
    CHECK(response.status == 401);
    return response.body;
  };
  CHECK(said({}) == push_error("Authentication failed: Authorization header is missing"));
  CHECK(said({"Authorization:"}) ==
        push_error("Authentication failed: Authorization header is missing"));
  CHECK(said({"Authorization: Bearer not.a.token"}) ==
        push_error("Authentication failed: Invalid token format"));
  CHECK(said({"Authorization: Bearer"}) ==
        push_error("Authentication failed: Invalid token format"));
  auto token = rig.mint("ada");
  CHECK(said({"Authorization: Bearer " + token, "Authorization: Bearer " + token}) ==
        push_error("Authentication failed: Invalid token format"));
  CHECK(said({"Authorization: Bearer " + token + "x"}) ==
        push_error("Authentication failed: Invalid token signature"));
  CHECK(said({"Authorization: Bearer " + rig.mint("")}) ==
        push_error("Authentication failed: Token does not contain user ID (sub field)"));
  CHECK(said({"Authorization: Bearer " + rig.mint("ada", R"(,"exp":1)")}) ==
        push_error("Authentication failed: The authentication token has expired"));
}

TEST_CASE("the scheme may be left out, and is read in any case") {
  PushHttpRig rig;
  for (auto const* scheme : {"", "Bearer ", "bearer "})
    CHECK(rig.push({.target = "/websocket/me/status",
                    .headers = {std::string("Authorization: ") + scheme + rig.mint("ada")}})
              .status == 200);
}

TEST_CASE("the sample token of the document works under the development switch, and may send") {
  constexpr auto sample =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJzdWIiOiJ1c2VyMTIzIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
      "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
  PushHttpRig strict;
  CHECK(strict.fetch("me/status", sample).status == 401);
  PushHttpRig loose(rig_settings(), {.insecure = true});
  CHECK(loose.fetch("me/status", sample).body.contains(R"("userId":"user123")"));
  CHECK(loose.fetch("users/connected", sample).status == 200);
}

TEST_CASE("every failure below /websocket has the push API's shape, on both listeners") {
  PushHttpRig rig;
  auto both = [&](Call const& call, int status) {
    for (auto* router : {&rig.push_router, &rig.main_router}) {
      auto response = rig.send_to(*router, call);
      CHECK(response.status == status);
      CHECK(response.body.starts_with(R"({"error":{"message":")"));
    }
  };
  both({.target = "/websocket/nothing", .token = rig.sender()}, 404);
  both({.target = "/websocket/nothing"}, 404);
  both({.method = "PUT", .target = "/websocket/message/user", .token = rig.sender()}, 405);
  both({.target = "/websocket/users/%zz/status", .token = rig.sender()}, 400);
  both({.method = "POST",
        .target = "/websocket/message/user",
        .token = rig.sender(),
        .body = std::string(102'401, ' ')},
       413);
  CHECK(rig.push({.target = "/elsewhere"}).body == push_error("Not found"));
  CHECK(rig.push({.target = "/api/chat/rooms"}).status == 404);
  CHECK(rig.send_to(rig.main_router, {.target = "/elsewhere"}).body.contains(R"("error":true)"));
}

TEST_CASE("a body of exactly 100 kB is read") {
  PushHttpRig rig;
  std::string body = R"({"type":"x","data":")";
  body += std::string(102'400 - body.size() - 2, 'a') + "\"}";
  CHECK(rig.post("message/broadcast", body).status == 200);
}

TEST_CASE("each token has its budget, and whoever has none shares the address's") {
  auto settings = rig_settings();
  PushHttpRig rig(settings);
  auto token = rig.mint("ada");
  http::Response last;
  for (int i = 0; i < 301; ++i) last = rig.fetch("me/status", token);
  CHECK(last.status == 429);
  CHECK(last.body == push_error("Too many requests, try again later"));
  CHECK_FALSE(header_of(last, "Retry-After").empty());
  CHECK(rig.fetch("me/status", rig.mint("bob")).status == 200);
  for (int i = 0; i < 301; ++i) last = rig.fetch("me/status", "forged." + std::to_string(i));
  CHECK(last.status == 429);
}

TEST_CASE("any origin may use the push paths unless some are named") {
  PushHttpRig rig;
  Call call{.target = "/websocket/me/status",
            .token = rig.mint("ada"),
            .headers = {"Origin: https://shop.example"}};
  auto any = rig.push(call);
  CHECK(header_of(any, "Access-Control-Allow-Origin") == "*");
  CHECK(header_of(any, "Vary") == "");
  Call preflight{
      .method = "OPTIONS",
      .target = "/websocket/message/user",
      .headers = {"Origin: https://shop.example", "Access-Control-Request-Method: POST"}};
  auto allowed = rig.push(preflight);
  CHECK(allowed.status == 204);
  CHECK(header_of(allowed, "Access-Control-Allow-Origin") == "*");
  CHECK(header_of(allowed, "Access-Control-Allow-Methods").contains("POST"));
  CHECK(header_of(allowed, "Access-Control-Allow-Headers").contains("Authorization"));

  PushHttpRig named(rig_settings(), {}, {"https://shop.example"});
  CHECK(header_of(named.push(call), "Access-Control-Allow-Origin") == "https://shop.example");
  call.headers = {"Origin: https://shop.example.evil"};
  CHECK(header_of(named.push(call), "Access-Control-Allow-Origin") == "");
}

TEST_CASE("a route of push must have a permission of push, and no other may") {
  PushHttpRig rig;
  auto handler = [](http::Request&) -> Task<Result<http::Response>> { co_return http::Response{}; };
  auto add = [&](std::string path, http::Permission permission) {
    rig.main_router.add({http::Method::get, std::move(path), permission, handler});
  };
  CHECK_THROWS(add("/websocket/a", http::Permission::signed_in));
  CHECK_THROWS(add("/api/a", http::Permission::push_sender));
  CHECK_THROWS(add("/websocket/a/{id}", http::Permission::push_self_or_sender));
  CHECK_NOTHROW(add("/websocket/a", http::Permission::push));
}

TEST_CASE("the log names the subject and never the token") {
  PushHttpRig rig;
  auto token = rig.mint("ada");
  rig.fetch("me/status", token);
  auto log = rig.log_text();
  CHECK(log.contains(R"("user":"ada")"));
  CHECK(log.contains("/websocket/me/status"));
  CHECK_FALSE(log.contains("eyJ"));
}

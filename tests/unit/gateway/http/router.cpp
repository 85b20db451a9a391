#include "gateway/http/router.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "unit/gateway/http/http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;
using http::Method;
using http::Permission;

namespace {

http::Route route(Method method, std::string pattern,
                  std::optional<Permission> permission = Permission::open) {
  http::Handler handler = [](http::Request&) -> Task<Result<http::Response>> {
    co_return http::Response{.status = 200, .headers = {}, .body = "here"};
  };
  return {method, std::move(pattern), permission, std::move(handler)};
}

http::Handler thrower() {
  return [](http::Request&) -> Task<Result<http::Response>> {
    throw std::runtime_error("the secret detail");
    co_return http::Response{};
  };
}

}  // namespace

TEST_CASE("a route without a permission does not register, nor one that is there already") {
  http::RouteTree routes;
  CHECK_THROWS(routes.add(route(Method::get, "/api/x", std::nullopt)));
  routes.add(route(Method::get, "/api/{id}/x"));
  CHECK_THROWS(routes.add(route(Method::get, "/api/{id}/x")));
  CHECK_THROWS(routes.add(route(Method::put, "/api/{other}/x")));
  CHECK_NOTHROW(routes.add(route(Method::put, "/api/{id}/x")));
  CHECK_THROWS(routes.add(route(Method::get, "/api/y", Permission::self_or_admin)));
  for (auto pattern : {"api", "", "/a/{", "/a/{}", "/a/{b...}/c", "/{a}/{b}/{c}/{d}/{e}"})
    CHECK_THROWS_MESSAGE(routes.add(route(Method::get, pattern)), pattern);
  http::Route empty{Method::get, "/z", Permission::open, {}};
  CHECK_THROWS(routes.add(std::move(empty)));
}

TEST_CASE("literal segments win over parameters, and both over the rest") {
  http::RouteTree routes;
  for (auto pattern : {"/", "/api/users", "/api/users/{id}", "/api/users/statistics",
                       "/api/users/role/{role}", "/assets/{path...}", "/{page...}"})
    routes.add(route(Method::get, pattern));
  auto found = [&](std::string_view path) {
    auto match = routes.find(path);
    return match.resource ? match.resource->pattern + ' ' + std::string(match.values[0]) : "none";
  };
  CHECK(found("/") == "/ ");
  CHECK(found("/api/users") == "/api/users ");
  CHECK(found("/api/users/statistics") == "/api/users/statistics ");
  CHECK(found("/api/users/7") == "/api/users/{id} 7");
  CHECK(found("/api/users/role") == "/api/users/{id} role");
  CHECK(found("/api/users/role/x") == "/api/users/role/{role} x");
  CHECK(found("/assets/a/b.js") == "/assets/{path...} a/b.js");
  CHECK(found("/api/users/") == "/{page...} api/users/");
  CHECK(found("/x") == "/{page...} x");
  CHECK(found("*") == "none");
  CHECK(found("") == "none");
}

TEST_CASE("an unknown path is 404, a known one with another method 405 with Allow") {
  HttpRig rig;
  auto missing = rig.get("/api/nothing");
  CHECK(missing.status == 404);
  CHECK(missing.body.starts_with(R"({"error":true,"message":"Not found","status":404,)"));
  CHECK(rig.seen.last == "GET unmatched 404");
  auto wrong = rig.send({.method = "PATCH", .target = "/api/users"});
  CHECK(wrong.status == 405);
  CHECK(header_of(wrong, "Allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(wrong.body.contains(R"("status":405)"));
  CHECK(rig.seen.last == "PATCH /api/users 405");
  CHECK(rig.send({.method = "BREW", .target = "/api/users"}).status == 405);
  CHECK(rig.seen.last == "OTHER /api/users 405");
  CHECK(rig.send({.method = "PUT", .target = "/api/users/statistics"}).status == 405);
}

TEST_CASE("HEAD is answered as GET") {
  HttpRig rig;
  auto head = rig.send({.method = "HEAD", .target = "/api/users/statistics"});
  CHECK(head.status == 200);
  CHECK(head.body == rig.get("/api/users/statistics").body);
  CHECK(rig.send({.method = "HEAD", .target = "/api/auth/login"}).status == 405);
}

TEST_CASE("every failure under /api is the error object, with the request's id") {
  HttpRig rig;
  auto response = rig.get("/api/users");
  CHECK(response.body == R"({"error":true,"message":"Authentication is required","status":401,)"
                         R"("code":"unauthenticated","request_id":")" +
                             header_of(response, "X-Request-Id") + "\"}");
  CHECK(header_of(response, "Content-Type") == "application/json");
}

TEST_CASE("every answer has an id of its own, nosniff, and under /api no-store") {
  HttpRig rig;
  rig.router.add(route(Method::get, "/livez"));
  auto first = rig.get("/livez");
  auto second = rig.get("/api/users/statistics");
  CHECK(header_of(first, "X-Request-Id").size() == 16);
  CHECK(header_of(first, "X-Request-Id") != header_of(second, "X-Request-Id"));
  CHECK(header_of(first, "X-Content-Type-Options") == "nosniff");
  CHECK(header_of(first, "Cache-Control").empty());
  CHECK(header_of(second, "Cache-Control") == "no-store");
}

TEST_CASE("what a handler throws is 500 and an error in the log, and never leaves") {
  HttpRig rig;
  rig.router.add({Method::get, "/api/broken", Permission::open, thrower()});
  auto response = rig.get("/api/broken");
  CHECK(response.status == 500);
  CHECK(response.body.contains(R"("message":"Internal server error")"));
  CHECK_FALSE(response.body.contains("secret detail"));
  CHECK(rig.log_text().contains("the secret detail"));
  CHECK(rig.log_text().contains(header_of(response, "X-Request-Id")));
  CHECK(rig.seen.last == "GET /api/broken 500");
}

TEST_CASE("the log knows the route and the user, and neither query nor token") {
  HttpRig rig;
  rig.router.add(route(Method::get, "/livez"));
  auto jane = rig.accounts.add("jane");
  auto token = rig.accounts.token(jane);
  auto id = jane.id.value().to_string();
  CHECK(rig.get("/api/users/" + id + "?secret=42", token).status == 200);
  rig.get("/livez");
  auto text = rig.log_text();
  CHECK(text.contains("/api/users/{id}"));
  CHECK(text.contains(id));
  CHECK(text.contains("duration_ms"));
  CHECK_FALSE(text.contains("secret=42"));
  CHECK_FALSE(text.contains("/api/users/" + id));
  CHECK_FALSE(text.contains(token));
  CHECK(text.contains("/livez"));
  CHECK_FALSE(rig.seen.negative);
}

TEST_CASE("a path whose escapes are broken is 400") {
  HttpRig rig;
  auto token = rig.accounts.token(rig.accounts.add("jane"));
  CHECK(rig.get("/api/chat/rooms/%zz/messages", token).status == 400);
  CHECK(rig.get("/api/chat/rooms/%00/messages", token).status == 400);
  CHECK(rig.get("/api/chat/rooms/%67eneral/messages", token).status == 200);
}

TEST_CASE("301 requests in ten seconds are one too many, for an address and for a token apart") {
  HttpRig rig;
  auto jane = rig.accounts.token(rig.accounts.add("jane"));
  auto john = rig.accounts.token(rig.accounts.add("john"));
  auto get_many = [&](std::string const& token) {
    int answered = 0;
    while (answered < 1000 && rig.get("/api/users/statistics", token).status == 200) ++answered;
    return answered;
  };
  CHECK(get_many(jane) == 300);
  CHECK(get_many("") == 300);
  auto refused = rig.get("/api/users/statistics", jane);
  CHECK(refused.status == 429);
  CHECK(header_of(refused, "Retry-After") == "10");
  CHECK(rig.get("/api/users/statistics", john).status == 200);
  // A token that is none spends the address's budget, not that of whom it names.
  CHECK(rig.get("/api/users/statistics", john + "x").status == 429);
  // So does a path that leads nowhere.
  CHECK(rig.get("/api/nothing").status == 429);
  rig.accounts.advance(10s);
  CHECK(rig.get("/api/users/statistics", jane).status == 200);
}

TEST_CASE("probes are not rate-limited, and nothing is when limits are off") {
  auto settings = rig_settings();
  HttpRig limited(settings);
  limited.router.add(route(Method::get, "/livez"));
  settings.rate_limits = false;
  HttpRig unlimited(settings);
  for (int i = 0; i < 400; ++i) {
    REQUIRE(limited.get("/livez").status == 200);
    REQUIRE(unlimited.get("/api/users/statistics").status == 200);
  }
}

TEST_CASE("without CORS_ORIGINS no origin is let in, and nothing is said of it") {
  HttpRig rig;
  auto response =
      rig.send({.target = "/api/users/statistics", .headers = {"Origin: https://app.example.com"}});
  CHECK(response.status == 200);
  CHECK(header_of(response, "Access-Control-Allow-Origin").empty());
}

TEST_CASE("a listed origin may read, exactly that origin, and never with credentials") {
  HttpRig rig(rig_settings(), {"https://app.example.com"});
  auto allowed = [&](std::string const& origin) {
    auto response = rig.send({.target = "/api/users/statistics", .headers = {"Origin: " + origin}});
    CHECK(header_of(response, "Vary") == "Origin");
    CHECK(header_of(response, "Access-Control-Allow-Credentials").empty());
    return header_of(response, "Access-Control-Allow-Origin");
  };
  CHECK(allowed("https://app.example.com") == "https://app.example.com");
  for (auto foreign : {"https://app.example.com.evil", "https://evil-app.example.com", "null",
                       "http://app.example.com", "https://APP.example.com", "*"})
    CHECK_MESSAGE(allowed(foreign).empty(), foreign);
}

TEST_CASE("a preflight is answered 204 for a listed origin, and grants nothing to another") {
  HttpRig rig(rig_settings(), {"https://app.example.com"});
  auto preflight = [&](std::string const& origin, std::string const& target) {
    return rig.send({.method = "OPTIONS",
                     .target = target,
                     .headers = {"Origin: " + origin, "Access-Control-Request-Method: PUT"}});
  };
  auto granted = preflight("https://app.example.com", "/api/users/7");
  CHECK(granted.status == 204);
  CHECK(granted.body.empty());
  CHECK(header_of(granted, "Access-Control-Allow-Methods") == "GET, HEAD, PUT, DELETE, OPTIONS");
  CHECK(header_of(granted, "Access-Control-Allow-Headers").contains("Authorization"));
  CHECK(header_of(granted, "Access-Control-Allow-Origin") == "https://app.example.com");
  auto refused = preflight("https://evil.example.com", "/api/users/7");
  CHECK(refused.status == 204);
  CHECK(header_of(refused, "Access-Control-Allow-Methods").empty());
  CHECK(header_of(refused, "Access-Control-Allow-Origin").empty());
  CHECK(preflight("https://app.example.com", "/api/nothing").status == 404);
}

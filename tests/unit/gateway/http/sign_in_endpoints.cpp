#include "gateway/http/sign_in_endpoints.hpp"

#include <doctest/doctest.h>

#include "unit/gateway/http/http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view login_body =
    R"({"email":"jane@example.com","password":"SecurePass123"})";

// What stands in an answer behind `"name":"`.
std::string field_of(http::Response const& response, std::string_view name) {
  auto mark = '"' + std::string(name) + R"(":")";
  auto begin = response.body.find(mark);
  REQUIRE(begin != std::string::npos);
  begin += mark.size();
  return response.body.substr(begin, response.body.find('"', begin) - begin);
}

// `name=value` of the cookie that an answer sets.
std::string cookie_of(http::Response const& response) {
  auto header = header_of(response, "Set-Cookie");
  return header.substr(0, header.find(';'));
}

struct Rig : HttpRig {
  Rig() { jane = accounts.add("jane"); }

  http::Response login(std::string user_agent = "curl/8") {
    return send({.method = "POST",
                 .target = "/api/auth/login",
                 .body = std::string(login_body),
                 .headers = {"User-Agent: " + user_agent}});
  }
  http::Response refresh(std::string body, std::vector<std::string> headers = {}) {
    return send({.method = "POST",
                 .target = "/api/auth/refresh",
                 .body = std::move(body),
                 .headers = std::move(headers)});
  }
  http::Response refresh_by_cookie(std::string const& cookie, std::string const& origin) {
    return refresh("", {"Cookie: theme=dark; " + cookie, "Origin: " + origin});
  }
  int status_of(http::Response const& signed_in) {
    return get("/api/auth/sessions", field_of(signed_in, "token")).status;
  }

  User jane;
};

std::string body_with(std::string const& token) { return R"({"refresh_token":")" + token + "\"}"; }

}  // namespace

TEST_CASE("login sets a cookie that no script reads and no other site or path gets") {
  Rig rig;
  auto header = header_of(rig.login(), "Set-Cookie");
  CHECK(header.starts_with("switchboard_refresh="));
  CHECK(header.ends_with("; Path=/api/auth/refresh; Max-Age=2592000; HttpOnly; SameSite=Strict"));
}

TEST_CASE("a refresh token in the body is answered in the body, without a cookie") {
  Rig rig;
  auto first = rig.login();
  auto second = rig.refresh(body_with(field_of(first, "refresh_token")));
  REQUIRE(second.status == 200);
  CHECK(second.body.contains(R"("message":"Token refreshed")"));
  CHECK(second.body.ends_with(R"(,"expires_in":86400})"));
  CHECK(field_of(second, "refresh_token") != field_of(first, "refresh_token"));
  CHECK(header_of(second, "Set-Cookie").empty());
  CHECK(rig.status_of(second) == 200);
}

TEST_CASE("a cookie from our own page is answered by the next cookie, and by no refresh token") {
  Rig rig;
  auto first = rig.login();
  auto second = rig.refresh_by_cookie(cookie_of(first), "http://localhost");
  REQUIRE(second.status == 200);
  CHECK_FALSE(second.body.contains("refresh_token"));
  CHECK(cookie_of(second) != cookie_of(first));
  CHECK(rig.status_of(second) == 200);
}

TEST_CASE("a cookie that another site's page sends along is not used up") {
  Rig rig;
  auto cookie = cookie_of(rig.login());
  for (auto const* origin : {"http://evil.example", "http://localhost.evil.example",
                             "http://evil-localhost", "null", "http://localhost:81"})
    CHECK_MESSAGE(rig.refresh_by_cookie(cookie, origin).status == 403, origin);
  CHECK(rig.refresh("", {"Cookie: " + cookie}).status == 403);
  auto next = cookie_of(rig.refresh_by_cookie(cookie, "http://localhost"));
  CHECK(next != cookie);
}

TEST_CASE("without a token, with garbage and with a broken body a refresh is refused") {
  Rig rig;
  auto nothing = rig.refresh("");
  CHECK(nothing.status == 400);
  CHECK(nothing.body.contains(R"("code":"refresh_token_missing")"));
  CHECK(rig.refresh("{}").status == 400);
  CHECK(rig.refresh(body_with("garbage")).body.contains(R"("code":"refresh_token_invalid")"));
  CHECK(rig.refresh(R"({"refresh_token":7})").status == 400);
  CHECK(rig.refresh("{").status == 400);
}

TEST_CASE("logging out ends this sign-in at once, takes the cookie back, and spares the others") {
  Rig rig;
  auto here = rig.login();
  auto there = rig.login();
  Call logout{.method = "POST", .target = "/api/auth/logout", .token = field_of(here, "token")};
  auto response = rig.send(logout);
  CHECK(response.status == 204);
  CHECK(header_of(response, "Set-Cookie").contains("switchboard_refresh=; "));
  CHECK(header_of(response, "Set-Cookie").contains("Max-Age=0"));
  CHECK(rig.send(logout).status == 401);
  CHECK(rig.refresh(body_with(field_of(here, "refresh_token"))).status == 401);
  CHECK(rig.status_of(there) == 200);
}

TEST_CASE("the list names devices and addresses, and which of them asks") {
  Rig rig;
  rig.login("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
  rig.accounts.advance(1s);
  auto here = rig.login("odd \"agent\" \xFF");
  auto list = rig.get("/api/auth/sessions", field_of(here, "token"));
  REQUIRE(list.status == 200);
  auto second = list.body.find("},{");
  REQUIRE(second != std::string::npos);
  auto newest = list.body.substr(0, second);
  CHECK(newest.contains(R"("device":"odd","user_agent":"odd \"agent\" ?","address":"10.0.0.1")"));
  CHECK(newest.ends_with(R"("current":true)"));
  CHECK(list.body.contains(R"("device":"Firefox on Linux")"));
  CHECK(list.body.ends_with(R"("current":false}])"));
  CHECK_FALSE(list.body.contains("token"));
}

TEST_CASE("one session, the others, and all are ended by DELETE, and never somebody else's") {
  Rig rig;
  auto john = rig.accounts.token(rig.accounts.add("john"));
  auto here = rig.login();
  auto there = rig.login();
  auto id = field_of(rig.get("/api/auth/sessions", field_of(there, "token")), "id");
  auto end = [&](std::string target, std::string token) {
    return rig.send({.method = "DELETE", .target = std::move(target), .token = std::move(token)})
        .status;
  };
  auto token = field_of(here, "token");
  CHECK(end("/api/auth/sessions/" + id, john) == 404);
  CHECK(end("/api/auth/sessions/no-uuid", token) == 400);
  CHECK(end("/api/auth/sessions", "") == 401);
  CHECK(rig.status_of(there) == 200);
  auto third = rig.login();
  CHECK(end("/api/auth/sessions?others=true", token) == 204);
  CHECK(rig.status_of(there) == 401);
  CHECK(rig.status_of(third) == 401);
  CHECK(rig.status_of(here) == 200);
  CHECK(end("/api/auth/sessions", token) == 204);
  CHECK(rig.status_of(here) == 401);
}

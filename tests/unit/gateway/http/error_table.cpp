#include "gateway/http/error_table.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace switchboard;

namespace {

std::string header(http::Response const& response, std::string_view name) {
  for (auto const& [known, value] : response.headers)
    if (known == name) return value;
  return "";
}

}  // namespace

TEST_CASE("each kind of failure has its status") {
  constexpr std::pair<Errc, int> table[] = {
      {Errc::invalid_argument, 400}, {Errc::unauthenticated, 401}, {Errc::permission_denied, 403},
      {Errc::not_found, 404},        {Errc::conflict, 409},        {Errc::position_lost, 410},
      {Errc::too_large, 413},        {Errc::rate_limited, 429},    {Errc::internal, 500},
      {Errc::unavailable, 503}};
  for (auto [code, status] : table) CHECK(http::status_of(code) == status);
}

TEST_CASE("the error object says what, how, why and which request") {
  Error error{Errc::invalid_argument, "User with this \"e-mail\" exists", "email_taken"};
  CHECK(http::error_response(error, "7f").body ==
        R"({"error":true,"message":"User with this \"e-mail\" exists","status":400,)"
        R"("code":"email_taken","request_id":"7f"})");
  error.reason = {};
  CHECK(http::error_response(error, "7f").body.contains(R"("code":"invalid_argument")"));
}

TEST_CASE("429 and 503 always say when to come back, 401 how to sign in, others neither") {
  auto retry = [](Errc code, std::chrono::seconds after) {
    return header(http::error_response(Error{code, "x", {}, after}, ""), "Retry-After");
  };
  CHECK(retry(Errc::rate_limited, std::chrono::seconds(7)) == "7");
  CHECK(retry(Errc::rate_limited, {}) == "1");
  CHECK(retry(Errc::unavailable, {}) == "1");
  CHECK(retry(Errc::not_found, {}).empty());
  auto scheme = [](Errc code) {
    return header(http::error_response(Error{code, "x"}, ""), "WWW-Authenticate");
  };
  CHECK(scheme(Errc::unauthenticated) == "Bearer");
  CHECK(scheme(Errc::permission_denied).empty());
}

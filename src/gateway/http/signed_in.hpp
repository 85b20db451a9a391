#pragma once
// What every sign-in has in common over HTTP: where it came from, and how it is answered.

#include <boost/describe/class.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "features/accounts/sign_ins.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/user_json.hpp"
#include "protocol/json/omittable.hpp"

namespace switchboard::http {

// Where the web client's refresh token lies; scoped to the one path that reads it.
constexpr std::string_view refresh_cookie = "switchboard_refresh";
constexpr std::string_view refresh_path = "/api/auth/refresh";

[[nodiscard]] SignInOrigin origin_of(Request const& request);

// The documented login object and, beside it, two members of ours.
struct SignedInShape {
  User user;
  std::string token;
  std::string message;
  json::Omittable<std::string> refresh_token;  // a browser's script need not see it
  std::int64_t expires_in = 0;                 // seconds that the token lives
};
BOOST_DESCRIBE_STRUCT(SignedInShape, (), (user, token, message, refresh_token, expires_in))

[[nodiscard]] SignedInShape shape_of(accounts::SignedIn signed_in, std::string_view message);

// HttpOnly, SameSite=Strict, and Secure over TLS. A lifetime of zero removes the cookie.
void set_refresh_cookie(Response& response, Request const& request, std::string_view token,
                        std::chrono::seconds lifetime);

}  // namespace switchboard::http

#pragma once
// What /openapi.json tells of signing in and staying so. Included by those endpoints alone.

#include <boost/describe/class.hpp>

#include <string>
#include <vector>

#include "features/accounts/login.hpp"
#include "gateway/http/about.hpp"
#include "gateway/http/signed_in.hpp"

namespace switchboard::http {

// In the body, or else a cookie is looked for.
struct RefreshBody {
  std::optional<std::string> refresh_token;
};
BOOST_DESCRIBE_STRUCT(RefreshBody, (), (refresh_token))

// A sign-in, as its owner sees it.
struct SessionShape {
  SignInId id;
  std::string device;
  std::string user_agent;
  std::string address;
  Timestamp created_at;
  Timestamp last_used_at;
  Timestamp expires_at;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionShape, (),
                      (id, device, user_agent, address, created_at, last_used_at, expires_at,
                       current))

namespace about {

inline constexpr std::string_view signing_in = "Signing in";

inline About const login = {
    .tag = signing_in,
    .summary = "Sign in with e-mail and password",
    .text =
        "Begins a session. A wrong password, an unknown e-mail and an inactive account are one "
        "answer: 400, `Invalid credentials`. Browsers get the refresh token in a cookie too.",
    .body = json::append_schema<accounts::Login::Input>,
    .body_example = R"({"email":"ann@example.com","password":"SecurePass123"})",
    .answers = {{200, "The account and its tokens", json::append_schema<SignedInShape>}},
};
inline About const refresh = {
    .tag = signing_in,
    .summary = "Renew the tokens of a session",
    .text =
        "A refresh token is good once; whoever missed the answer sends it again. One that was "
        "used long before ends the session: 401, `refresh_token_reused`. Without one in the body "
        "the cookie counts, if `Origin` is this host; then the next one is in a cookie only.",
    .body = json::append_schema<RefreshBody>,
    .answers = {{200, "The account and its tokens", json::append_schema<SignedInShape>},
                {401, "The session has ended, or the token is none of ours"}},
};
inline About const logout = {
    .tag = signing_in,
    .summary = "End this session",
    .text = "Its tokens are refused from now on, and its sockets are closed.",
    .answers = {{204, "It has ended"}},
};
inline About const sessions = {
    .tag = signing_in,
    .summary = "List one's sessions, used last first",
    .answers = {{200, "The sessions", json::append_schema<std::vector<SessionShape>>}},
};
inline About const end_session = {
    .tag = signing_in,
    .summary = "End one of one's sessions",
    .answers = {{204, "It has ended"}},
};
inline About const end_sessions = {
    .tag = signing_in,
    .summary = "Log out everywhere",
    .parameters = {{In::query, "others", "`true`: everywhere but here", R"({"type":"boolean"})"}},
    .answers = {{204, "They have ended"}},
};

}  // namespace about
}  // namespace switchboard::http

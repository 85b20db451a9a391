#pragma once
// Our own access token: a JWT (RFC 7519) under HS256 with the documented claims, and two of ours
// that tokens signed elsewhere with the same secret may lack. Whether it has lapsed is the caller's
// to say: clock, leeway and the account's state live there.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/uuid.hpp"
#include "protocol/jose/jws.hpp"

namespace switchboard::jose {

// Times are seconds since 1970, at most 2^53 either way, so that adding a leeway cannot overflow.
struct AccessTokenClaims {
  Uuid sub;
  std::string name;  // the username
  std::string email;
  std::string role;
  std::int64_t exp = 0;
  std::int64_t iat = 0;
  std::optional<std::int64_t> nbf;            // not to be used before; never written by us
  std::optional<std::string> sid;             // the sign-in's id
  std::optional<std::int64_t> token_version;  // claim `ver`

  friend bool operator==(AccessTokenClaims const&, AccessTokenClaims const&) = default;
};

[[nodiscard]] std::string encode(AccessTokenClaims const& claims, Key& key);

// Errc::unauthenticated with `Invalid authentication token`, or `Invalid user ID in token` when the
// signature is good and `sub` is no UUID. Refused too: a claim that comes twice, is missing or of a
// wrong type, a time with a fraction, and `aud`, for we are nobody's audience (RFC 7519 section
// 4.1.3).
[[nodiscard]] Result<AccessTokenClaims> decode(std::string_view token, Key& key);

}  // namespace switchboard::jose

#pragma once
// The claims of a push token: a JWT (RFC 7519) of whoever shares our secret, of which nothing but
// `sub` must be there. Beside access_token.hpp, which reads our own and is strict.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "protocol/jose/jws.hpp"

namespace switchboard::jose {

// Times are seconds since 1970, at most 2^53 either way; fractions (RFC 7519 section 2) are cut.
struct SubjectClaims {
  std::string sub;                         // 1 to subject_bytes_max bytes
  std::string role;                        // empty: none
  std::vector<std::string> audience = {};  // `aud`; empty: none
  bool push_scope = false;  // `scope`, a list in one string or an array, holds `push:send`
  std::optional<std::int64_t> exp;
  std::optional<std::int64_t> nbf;
  std::optional<std::int64_t> iat;
  std::optional<std::int64_t> token_version;  // claim `ver`: only we write it
  std::optional<std::string> sid;             // beside it: the sign-in's id

  friend bool operator==(SubjectClaims const&, SubjectClaims const&) = default;
};

// Errc::unauthenticated: `Invalid token format`, `Invalid token signature` or
// `Token does not contain user ID (sub field)`. Refused too: one of these claims twice, a `sub` too
// long, a time that is no number, an `aud` that is neither a string nor some of them. A `role`,
// `scope`, `ver` or `sid` of another type counts for nothing: other issuers have such claims too.
[[nodiscard]] Result<SubjectClaims> decode_subject(std::string_view token, Key& key);

// The same without looking at the signature: proves nothing.
[[nodiscard]] Result<SubjectClaims> decode_subject_unverified(std::string_view token);

}  // namespace switchboard::jose

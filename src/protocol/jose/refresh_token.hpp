#pragma once
// What a client keeps in order to stay signed in: 41 bytes in base64url.
//
//   token = version (1, the byte 1) | sign-in (16) | count (8, big-endian) | MAC (16)
//
// The MAC is the first half of HMAC-SHA256 over all before it, under a key that is derived from
// JWT_SECRET and signs nothing else. Nothing that we did not make gets as far as the store.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.hpp"
#include "protocol/jose/jws.hpp"

namespace switchboard::jose {

struct RefreshToken {
  Uuid sign_in;
  std::int64_t count = 0;  // never negative

  friend bool operator==(RefreshToken const&, RefreshToken const&) = default;
};

// `secret`: as for Key::hmac, or it throws.
[[nodiscard]] Key refresh_key(std::string_view secret);
[[nodiscard]] std::string encode(RefreshToken const& token, Key& key);
[[nodiscard]] std::optional<RefreshToken> decode_refresh(std::string_view text, Key& key);

}  // namespace switchboard::jose

#pragma once
// Whether a verified token still counts: what Authenticator and SubjectAuthenticator agree on.

#include <cstdint>
#include <optional>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "model/user.hpp"

namespace switchboard::accounts {

// What of a token's claims says until when it is good. Times are seconds since 1970.
struct TokenTimes {
  std::optional<std::int64_t> expires_at;
  std::optional<std::int64_t> not_before;
};

// unauthenticated, reasons `token_expired` and `token_not_yet_valid`; 60 s of leeway.
[[nodiscard]] Result<void> check_times(TokenTimes const& times, Timestamp now);

// Whether a token of this version and time of issue is good for the account as it is now. A token
// from elsewhere has no version.
[[nodiscard]] bool good_for(std::optional<std::int64_t> version, std::int64_t issued_at,
                            User const& user);

// The moment that a claim names, held within what a Timestamp can count.
[[nodiscard]] Timestamp moment_of(std::int64_t unix_seconds);

}  // namespace switchboard::accounts

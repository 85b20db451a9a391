#pragma once
// Whether a verified token still counts: what Authenticator and SubjectAuthenticator agree on.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "features/accounts/directory.hpp"
#include "model/sign_in.hpp"

namespace switchboard::accounts {

// What of a token's claims says until when it is good. Times are seconds since 1970.
struct TokenTimes {
  std::optional<std::int64_t> expires_at;
  std::optional<std::int64_t> not_before;
};

// unauthenticated, reasons `token_expired` and `token_not_yet_valid`; 60 s of leeway.
[[nodiscard]] Result<void> check_times(TokenTimes const& times, Timestamp now);

// What of a token's claims the account must agree with.
struct TokenOrigin {
  std::optional<std::int64_t> version;  // absent: we did not issue it
  std::optional<SignInId> sign_in;      // absent: it comes from no sign-in
  std::int64_t issued_at = 0;
};

// Only beside a version is `sid` ours. One that is no id is nobody's sign-in.
[[nodiscard]] std::optional<SignInId> sign_in_of(std::optional<std::int64_t> version,
                                                 std::optional<std::string_view> sid);

// Whether a token is good for the account as it is now: its sign-in has not ended, and no change
// has ended all of them.
[[nodiscard]] bool good_for(TokenOrigin const& token, Account const& account);

// The moment that a claim names, held within what a Timestamp can count.
[[nodiscard]] Timestamp moment_of(std::int64_t unix_seconds);

}  // namespace switchboard::accounts

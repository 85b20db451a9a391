#include "features/accounts/token_rules.hpp"

#include <algorithm>

namespace switchboard::accounts {
namespace {

constexpr std::chrono::seconds leeway{60};

// The last second of the year 9999: a Timestamp counts microseconds and would overflow far later.
constexpr std::int64_t last_second = 253'402'300'799;

}  // namespace

Result<void> check_times(TokenTimes const& times, Timestamp timestamp) {
  auto now = std::chrono::floor<std::chrono::seconds>(timestamp).time_since_epoch();
  if (times.expires_at && *times.expires_at + leeway.count() <= now.count())
    return fail(Errc::unauthenticated, "The authentication token has expired", "token_expired");
  if (times.not_before && *times.not_before - leeway.count() > now.count())
    return fail(Errc::unauthenticated, "Invalid authentication token", "token_not_yet_valid");
  return {};
}

// A token from elsewhere is good until the account has a version, and then only if it was surely
// issued later: `iat` counts whole seconds, so its second must begin after the change.
bool good_for(TokenOrigin const& token, Account const& account) {
  if (!account.active) return false;
  if (token.sign_in && !account.has(*token.sign_in)) return false;
  if (token.version) return *token.version == account.token_version.value();
  return account.token_version.value() == 0 || moment_of(token.issued_at) > account.updated_at;
}

std::optional<SignInId> sign_in_of(std::optional<std::int64_t> version,
                                   std::optional<std::string_view> sid) {
  if (!version || !sid) return std::nullopt;
  return SignInId(Uuid::parse(*sid).value_or(Uuid()));
}

Timestamp moment_of(std::int64_t unix_seconds) {
  return Timestamp(std::chrono::seconds(std::clamp(unix_seconds, -last_second, last_second)));
}

}  // namespace switchboard::accounts

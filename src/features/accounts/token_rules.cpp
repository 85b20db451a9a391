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
bool good_for(std::optional<std::int64_t> version, std::int64_t issued_at, User const& user) {
  if (!user.active) return false;
  if (version) return *version == user.token_version.value();
  return user.token_version.value() == 0 || moment_of(issued_at) > user.updated_at;
}

Timestamp moment_of(std::int64_t unix_seconds) {
  return Timestamp(std::chrono::seconds(std::clamp(unix_seconds, -last_second, last_second)));
}

}  // namespace switchboard::accounts

#include "features/accounts/authenticator.hpp"

#include <algorithm>

#include "features/accounts/token_issuer.hpp"

namespace switchboard::accounts {
namespace {

constexpr std::chrono::seconds leeway{60};

std::unexpected<Error> refuse(std::string_view reason) {
  return fail(Errc::unauthenticated, "Invalid authentication token", reason);
}

// The last second of the year 9999: a Timestamp counts microseconds and would overflow far later.
constexpr std::int64_t last_second = 253'402'300'799;

Timestamp moment(std::int64_t unix_seconds) {
  return Timestamp(std::chrono::seconds(std::clamp(unix_seconds, -last_second, last_second)));
}

// A token from elsewhere has no version. It is good until the account has one, and then only if it
// was surely issued later: `iat` counts whole seconds, so its second must begin after the change.
bool good_for(jose::AccessTokenClaims const& claims, User const& user) {
  if (!user.active) return false;
  if (claims.token_version) return *claims.token_version == user.token_version.value();
  return user.token_version.value() == 0 || moment(claims.iat) > user.updated_at;
}

Caller caller_of(jose::AccessTokenClaims const& claims, User const& user) {
  return {user, moment(claims.exp)};
}

}  // namespace

Authenticator::Authenticator(std::string_view secret, Directory& directory, Clock const& clock)
    : key_(signing_key(secret)), directory_(directory), clock_(clock) {}

Result<jose::AccessTokenClaims> Authenticator::verify(std::string_view token) {
  auto claims = jose::decode(token, key_);
  if (!claims) return claims;
  auto now = std::chrono::floor<std::chrono::seconds>(clock_.timestamp()).time_since_epoch();
  if (claims->exp + leeway.count() <= now.count())
    return fail(Errc::unauthenticated, "The authentication token has expired", "token_expired");
  if (claims->nbf && *claims->nbf - leeway.count() > now.count())
    return refuse("token_not_yet_valid");
  return claims;
}

std::optional<Caller> Authenticator::admit_at_hand(jose::AccessTokenClaims const& claims) {
  auto user = directory_.at_hand(UserId(claims.sub));
  if (!user || !good_for(claims, *user)) return std::nullopt;
  return caller_of(claims, *user);
}

Task<Result<Caller>> Authenticator::admit(jose::AccessTokenClaims claims) {
  // Read anew: what is at hand may be older than a token that another shard has just issued.
  auto user = co_await directory_.read(UserId(claims.sub));
  if (!user && user.error().code == Errc::not_found) co_return refuse("account_gone");
  if (!user) co_return failure_of(std::move(user));
  if (!good_for(claims, **user)) co_return refuse("token_revoked");
  co_return caller_of(claims, **user);
}

Task<Result<Caller>> Authenticator::authenticate(std::string token) {
  auto claims = verify(token);
  if (!claims) co_return failure_of(std::move(claims));
  if (auto caller = admit_at_hand(*claims)) co_return std::move(*caller);
  co_return co_await admit(std::move(*claims));
}

}  // namespace switchboard::accounts

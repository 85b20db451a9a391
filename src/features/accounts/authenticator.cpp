#include "features/accounts/authenticator.hpp"

#include "features/accounts/subject_authenticator.hpp"
#include "features/accounts/token_issuer.hpp"
#include "features/accounts/token_rules.hpp"
#include "protocol/jose/access_token.hpp"

namespace switchboard::accounts {
namespace {

std::unexpected<Error> refuse(std::string_view reason) {
  return fail(Errc::unauthenticated, "Invalid authentication token", reason);
}

Caller caller_of(VerifiedToken const& token, User const& user) {
  return {user, moment_of(token.expires_at), token.origin.sign_in};
}

}  // namespace

Authenticator::Authenticator(std::string_view secret, Directory& directory, Clock const& clock)
    : key_(signing_key(secret)), directory_(directory), clock_(clock) {}

Result<VerifiedToken> Authenticator::verify(std::string_view token) {
  auto const* known = verified_.find(token);
  auto verified = known ? Result<VerifiedToken>(*known) : verify_signature(token);
  if (!verified) return verified;
  if (auto timely = check_time(*verified); !timely) return failure_of(std::move(timely));
  return verified;
}

Result<VerifiedToken> Authenticator::verify_signature(std::string_view token) {
  auto claims = jose::decode(token, key_);
  if (!claims) return failure_of(std::move(claims));
  VerifiedToken verified{.user = UserId(claims->sub),
                         .origin = {claims->token_version,
                                    sign_in_of(claims->token_version, claims->sid), claims->iat},
                         .expires_at = claims->exp,
                         .not_before = claims->nbf};
  // What has lapsed would only take the place of what is used.
  if (check_time(verified)) verified_.keep(token, verified);
  return verified;
}

Result<void> Authenticator::check_time(VerifiedToken const& token) const {
  return check_times({token.expires_at, token.not_before}, clock_.timestamp());
}

std::optional<Caller> Authenticator::admit_at_hand(VerifiedToken const& token) {
  auto account = directory_.at_hand(token.user);
  if (!account || !good_for(token.origin, *account)) return std::nullopt;
  return caller_of(token, *account);
}

Task<Result<Caller>> Authenticator::admit(VerifiedToken token) {
  // Read anew: what is at hand may be older than a token that another shard has just issued.
  auto account = co_await directory_.read(token.user);
  if (!account && account.error().code == Errc::not_found) co_return refuse("account_gone");
  if (!account) co_return failure_of(std::move(account));
  if (!good_for(token.origin, **account)) co_return refuse("token_revoked");
  co_return caller_of(token, **account);
}

Task<Result<Caller>> Authenticator::authenticate(std::string token) {
  if (foreign_ != nullptr && foreign_->is_foreign(token))
    co_return co_await foreign_->foreign_account(std::move(token));
  auto verified = verify(token);
  if (!verified) co_return failure_of(std::move(verified));
  if (auto caller = admit_at_hand(*verified)) co_return std::move(*caller);
  co_return co_await admit(*verified);
}

}  // namespace switchboard::accounts

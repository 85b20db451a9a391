#include "features/accounts/subject_authenticator.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/token_issuer.hpp"
#include "features/accounts/token_rules.hpp"

namespace switchboard::accounts {
namespace {

std::unexpected<Error> refuse(std::string message, std::string_view reason) {
  return fail(Errc::unauthenticated, std::move(message), reason);
}

bool same_ignoring_case(std::string_view left, std::string_view right) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

TokenOrigin origin_of(jose::SubjectClaims const& claims) {
  return {claims.token_version, sign_in_of(claims.token_version, claims.sid),
          claims.iat.value_or(0)};
}

std::optional<Timestamp> expiry_of(jose::SubjectClaims const& claims) {
  if (!claims.exp) return std::nullopt;
  return moment_of(*claims.exp);
}

}  // namespace

SubjectAuthenticator::SubjectAuthenticator(std::string_view secret, Directory& directory,
                                           Clock const& clock, Log& log, Rules rules)
    : key_(signing_key(secret)),
      directory_(directory),
      clock_(clock),
      log_(log),
      rules_(std::move(rules)) {
  if (rules_.issuer != nullptr) issuer_.emplace(*rules_.issuer, clock);
}

// HS256 stands and falls with our secret: no key that anybody publishes is ever tried as a secret.
bool SubjectAuthenticator::is_foreign(std::string_view token) const {
  auto hint = issuer_ ? jose::key_hint(token) : std::nullopt;
  return hint && hint->alg != jose::name_of(jose::Algorithm::hs256);
}

Task<Result<jose::SubjectClaims>> SubjectAuthenticator::verify_signature(std::string_view token) {
  if (!is_foreign(token)) co_return if_for_us(jose::decode_subject(token, key_), false);
  auto claims = co_await issuer_->verify(token, *jose::key_hint(token));
  co_return if_for_us(std::move(claims), true);
}

// Whom a token is not for must refuse it (RFC 7519 section 4.1.3).
Result<jose::SubjectClaims> SubjectAuthenticator::if_for_us(Result<jose::SubjectClaims> claims,
                                                            bool foreign) const {
  if (!claims) return claims;
  auto const& named = claims->audience;
  auto good = named.empty() ? !foreign || rules_.audience.empty()
                            : !rules_.audience.empty() &&
                                  std::ranges::find(named, rules_.audience) != named.end();
  if (good) return claims;
  return refuse("Token is for another audience", "token_audience");
}

Result<void> SubjectAuthenticator::check_moment(jose::SubjectClaims const& claims) const {
  return check_times({claims.exp, claims.nbf}, clock_.timestamp());
}

Task<Result<jose::SubjectClaims>> SubjectAuthenticator::verify(std::string_view token) {
  if (rules_.insecure)
    log_.warn("push", "a token was taken without verifying it, as JWT_INSECURE wants");
  Result<jose::SubjectClaims> claims = jose::decode_subject_unverified(token);
  if (!rules_.insecure && claims) claims = co_await verify_signature(token);
  if (!claims) co_return claims;
  if (auto timely = check_moment(*claims); !timely) co_return failure_of(std::move(timely));
  co_return claims;
}

Task<Result<Caller>> SubjectAuthenticator::foreign_account(std::string token) {
  if (!is_foreign(token)) co_return refuse("Invalid authentication token", "token_signature");
  auto claims = co_await verify_signature(token);
  if (!claims) co_return failure_of(std::move(claims));
  if (!claims->exp) co_return refuse("Invalid authentication token", "token_without_expiry");
  if (auto timely = check_moment(*claims); !timely) co_return failure_of(std::move(timely));
  auto subject = co_await admit(std::move(*claims));
  if (!subject) co_return failure_of(std::move(subject));
  if (!subject->user) co_return refuse("Invalid authentication token", "no_account");
  co_return Caller{std::move(*subject->user), *subject->expires_at};
}

Task<Result<Subject>> SubjectAuthenticator::admit(jose::SubjectClaims claims) {
  auto uuid = Uuid::parse(claims.sub);
  if (!uuid) co_return stranger(std::move(claims));
  UserId id(*uuid);
  if (auto user = directory_.at_hand(id))
    if (auto known = account(claims, *user)) co_return known;
  // Read anew: what is at hand may be older than a token that another shard has just issued.
  auto user = co_await directory_.read(id);
  if (user) co_return account(claims, **user);
  if (user.error().code != Errc::not_found) co_return failure_of(std::move(user));
  // Only we write a version: the account was ours.
  if (claims.token_version) co_return refuse("Invalid authentication token", "account_gone");
  co_return stranger(std::move(claims));
}

Task<Result<Subject>> SubjectAuthenticator::authenticate(std::string token) {
  auto claims = co_await verify(token);
  if (!claims) co_return failure_of(std::move(claims));
  co_return co_await admit(std::move(*claims));
}

Result<Subject> SubjectAuthenticator::account(jose::SubjectClaims const& claims,
                                              Account const& account) const {
  auto origin = origin_of(claims);
  if (!good_for(origin, account)) return refuse("Invalid authentication token", "token_revoked");
  return Subject{.id = account.id.value().to_string(),
                 .user = account,
                 .may_push = may_push(name_of(account.role), claims),
                 .expires_at = expiry_of(claims),
                 .sign_in = origin.sign_in};
}

Subject SubjectAuthenticator::stranger(jose::SubjectClaims claims) const {
  auto allowed = may_push(claims.role, claims);
  return {.id = std::move(claims.sub),
          .user = {},
          .may_push = allowed,
          .expires_at = expiry_of(claims)};
}

bool SubjectAuthenticator::may_push(std::string_view role,
                                    jose::SubjectClaims const& claims) const {
  auto named = [role](std::string const& sender) { return same_ignoring_case(sender, role); };
  return rules_.insecure || claims.push_scope || std::ranges::any_of(rules_.sender_roles, named);
}

}  // namespace switchboard::accounts

#include "features/accounts/sign_ins.hpp"

#include <utility>

namespace switchboard::accounts {
namespace {

std::unexpected<Error> refuse(std::string_view reason) {
  return fail(Errc::unauthenticated, "Sign in again", reason);
}

}  // namespace

SignIns::SignIns(Parts parts, std::string_view secret, std::chrono::seconds lifetime)
    : parts_(parts), key_(jose::refresh_key(secret)), lifetime_(lifetime) {}

SignedIn SignIns::tokens_of(User user, SignIn const& sign_in) {
  auto token = parts_.issuer.issue(user, sign_in.id);
  auto refresh_token = jose::encode({sign_in.id.value(), sign_in.count.value()}, key_);
  return {std::move(user), std::move(token), std::move(refresh_token), parts_.issuer.lifetime()};
}

Task<Result<SignedIn>> SignIns::open(User user, SignInOrigin origin) {
  auto now = parts_.clock.timestamp();
  SignIn sign_in{.id = SignInId(Uuid::random()),
                 .user = user.id,
                 .origin = std::move(origin),
                 .created_at = now,
                 .used_at = now,
                 .expires_at = now + lifetime_,
                 .count = {},
                 .burst_first = {},
                 .burst_at = now};
  auto displaced = co_await parts_.store.add(sign_in, user.token_version);
  if (!displaced) co_return failure_of(std::move(displaced));
  if (*displaced) co_await parts_.changes.announce(user.id);
  co_return tokens_of(std::move(user), sign_in);
}

Task<Result<SignedIn>> SignIns::refresh(std::string refresh_token) {
  auto token = jose::decode_refresh(refresh_token, key_);
  if (!token) co_return refuse("refresh_token_invalid");
  auto now = parts_.clock.timestamp();
  auto refreshed = co_await parts_.store.refresh(SignInId(token->sign_in),
                                                 RefreshCount(token->count), now, now + lifetime_);
  if (!refreshed && refreshed.error().code == Errc::not_found)
    co_return refuse("refresh_token_revoked");
  if (!refreshed) co_return failure_of(std::move(refreshed));
  auto const& sign_in = refreshed->sign_in;
  if (refreshed->verdict == RefreshVerdict::reused) {
    co_await parts_.changes.announce(sign_in.user);
    if (parts_.log != nullptr)
      parts_.log->warn("accounts", "a refresh token was used again, and its sign-in has ended",
                       {{"user", sign_in.user.value().to_string()}});
    co_return refuse("refresh_token_reused");
  }
  // Read anew: the token carries the account's version.
  auto account = co_await parts_.directory.read(sign_in.user);
  if (!account && account.error().code == Errc::not_found)
    co_return refuse("refresh_token_revoked");
  if (!account) co_return failure_of(std::move(account));
  if (!(*account)->active || !(*account)->has(sign_in.id))
    co_return refuse("refresh_token_revoked");
  co_return tokens_of(**account, sign_in);
}

Task<Result<void>> SignIns::end(UserId user, SignInId id) {
  auto ended = co_await parts_.store.end(user, id);
  // Also after a failure that is not sure to have changed nothing.
  co_await parts_.changes.announce(user);
  co_return ended;
}

Task<Result<void>> SignIns::end_all(UserId user, std::optional<SignInId> but) {
  auto ended = co_await parts_.store.end_all(user, but);
  co_await parts_.changes.announce(user);
  co_return ended;
}

}  // namespace switchboard::accounts

#include "features/accounts/key_authenticator.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/key_secret.hpp"

namespace switchboard::accounts {
namespace {

// A key in constant use costs one write a minute.
constexpr auto use_noted_every = std::chrono::minutes(1);

std::unexpected<Error> refuse() { return fail(Errc::unauthenticated, "Unauthorized", "bad_key"); }

}  // namespace

Task<Result<KeyCaller>> KeyAuthenticator::authenticate(std::string key, std::string_view scope) {
  if (!looks_like_key(key)) co_return refuse();
  auto found = co_await keys_.find(key_digest(key));
  if (!found && found.error().code == Errc::not_found) co_return refuse();
  if (!found) co_return failure_of(std::move(found));
  auto now = clock_.timestamp();
  if (found->expires_at && *found->expires_at <= now) co_return refuse();
  auto user = co_await directory_.find(found->owner);
  if (!user && user.error().code == Errc::not_found) co_return refuse();
  if (!user) co_return failure_of(std::move(user));
  if (!(*user)->active) co_return refuse();
  if (!found->grants(scope))
    co_return fail(Errc::permission_denied, "The key lacks the scope " + std::string(scope),
                   "scope_missing");
  co_await note_use(*found, now);
  co_return KeyCaller{std::move(*user), found->id, found->expires_at};
}

// Nobody is kept out because this failed; the next use tries again.
Task<void> KeyAuthenticator::note_use(ApiKey const& key, Timestamp now) {
  if (key.last_used_at && now - *key.last_used_at < use_noted_every) co_return;
  auto noted = co_await keys_.mark_used(key.id, now);
  static_cast<void>(noted);
}

Task<Result<bool>> KeyAuthenticator::still_there(UserId owner, ApiKeyId id) {
  auto keys = co_await keys_.list(owner);
  if (!keys) co_return failure_of(std::move(keys));
  co_return std::ranges::find(*keys, id, &ApiKey::id) != keys->end();
}

}  // namespace switchboard::accounts

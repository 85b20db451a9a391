#include "features/accounts/api_keys.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/field_rules.hpp"
#include "features/accounts/key_secret.hpp"

namespace switchboard::accounts {
namespace {

constexpr std::size_t scopes_max = 16;
constexpr std::size_t scope_characters_max = 64;
constexpr std::int64_t seconds_max = std::int64_t{10} * 366 * 24 * 3600;

// RFC 6749 section 3.3, without `!` and the like: a word that no one has to escape.
bool is_scope(std::string_view scope) {
  auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view(":._-").contains(c);
  };
  return !scope.empty() && scope.size() <= scope_characters_max &&
         std::ranges::all_of(scope, allowed);
}

Result<void> check(ApiKeys::Input const& input) {
  if (!check_full_name(input.name))
    return fail(Errc::invalid_argument, "A key's name must be 1 to 100 printable characters",
                "bad_name");
  if (input.scopes &&
      (input.scopes->size() > scopes_max || !std::ranges::all_of(*input.scopes, is_scope)))
    return fail(Errc::invalid_argument,
                "Scopes must be at most 16 words of lower-case letters, digits and :._-",
                "bad_scopes");
  auto seconds = input.expires_in.value_or(1);
  if (seconds < 1 || seconds > seconds_max)
    return fail(Errc::invalid_argument, "expires_in must be 1 second to 10 years",
                "bad_expires_in");
  return {};
}

}  // namespace

Task<Result<ApiKeys::Output>> ApiKeys::create(Caller caller, Input input) {
  if (auto checked = check(input); !checked) co_return failure_of(std::move(checked));
  auto secret = new_key_secret(KeyForm::marked);
  auto now = clock_.timestamp();
  ports::NewApiKey draft{.key = {.id = ApiKeyId(Uuid::random()),
                                 .owner = caller.user.id,
                                 .prefix = std::move(secret.prefix),
                                 .name = std::move(input.name),
                                 .scopes = {std::string(calls_scope)},
                                 .registered = false,
                                 .created_at = now,
                                 .expires_at = {},
                                 .last_used_at = {}},
                         .digest = std::move(secret.digest)};
  if (input.scopes) draft.key.scopes = std::move(*input.scopes);
  if (input.expires_in) draft.key.expires_at = now + std::chrono::seconds(*input.expires_in);
  Output output{std::move(secret.text), draft.key};
  auto created = co_await store_.create(std::move(draft));
  if (!created) co_return failure_of(std::move(created));
  co_return output;
}

Task<Result<std::vector<ApiKey>>> ApiKeys::list(Caller caller) {
  co_return co_await store_.list(caller.user.id);
}

Task<Result<void>> ApiKeys::remove(Caller caller, ApiKeyId id) {
  auto removed = co_await store_.remove(caller.user.id, id);
  if (!removed) co_return removed;
  co_await changes_.announce(caller.user.id);
  co_return removed;
}

}  // namespace switchboard::accounts

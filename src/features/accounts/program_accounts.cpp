#include "features/accounts/program_accounts.hpp"

#include <optional>
#include <utility>

#include "features/accounts/field_rules.hpp"
#include "features/accounts/key_secret.hpp"
#include "features/accounts/program_rules.hpp"

namespace switchboard::accounts {
namespace {

constexpr std::string_view key_name = "register";

std::unexpected<Error> refuse() { return fail(Errc::unauthenticated, "Unauthorized"); }
std::unexpected<Error> taken() { return fail(Errc::conflict, "Username is already taken"); }

ports::NewUser draft_of(std::string username, std::string password_hash, Timestamp now) {
  return {.id = UserId(Uuid::random()),
          .username = username,
          .email = {},
          .password_hash = std::move(password_hash),
          .full_name = username,
          .phone_number = {},
          .role = Role::client,
          .created_at = now};
}

// An account that signs in with tokens too keeps the rules of its passwords.
Result<void> check_new_password(User const& user, std::string_view password) {
  return user.email ? check_password(password) : Result<void>();
}

}  // namespace

Task<Result<std::string>> ProgramAccounts::enroll(Credentials input, std::string address) {
  if (auto checked = check_program_username(input.username); !checked)
    co_return failure_of(std::move(checked));
  if (auto checked = check_program_password(input.password); !checked)
    co_return failure_of(std::move(checked));
  auto allowed = parts_.limiter.spend_sign_up(budget_of_address(address), parts_.clock.now());
  if (!allowed) co_return failure_of(std::move(allowed));
  // Spares the hash of what is known to be taken; the store alone decides in the end.
  auto found = co_await parts_.users.find_credentials_by_username(input.username);
  if (found) co_return taken();
  if (found.error().code != Errc::not_found) co_return failure_of(std::move(found));
  auto hash = co_await parts_.hasher.hash(std::move(input.password));
  if (!hash) co_return failure_of(std::move(hash));
  auto draft = draft_of(std::move(input.username), std::move(*hash), parts_.clock.timestamp());
  auto user = co_await parts_.users.create(std::move(draft));
  if (!user && user.error().reason == "username_taken") co_return taken();
  if (!user) co_return failure_of(std::move(user));
  co_return co_await give_key(user->id);
}

Task<Result<std::string>> ProgramAccounts::regenerate(Credentials input, std::string address) {
  auto proven = co_await prove(std::move(input), std::move(address));
  if (!proven) co_return failure_of(std::move(proven));
  auto key = co_await give_key(proven->user.id);
  // Also after a failure that is not sure to have changed nothing.
  co_await parts_.changes.announce(proven->user.id);
  co_return key;
}

Task<Result<void>> ProgramAccounts::change_password(Credentials input, std::string new_password,
                                                    std::string address) {
  if (input.password == new_password)
    co_return fail(Errc::invalid_argument, "New password must differ from old password");
  if (auto checked = check_program_password(new_password); !checked)
    co_return failure_of(std::move(checked));
  auto proven = co_await prove(std::move(input), std::move(address));
  if (!proven) co_return failure_of(std::move(proven));
  if (auto checked = check_new_password(proven->user, new_password); !checked)
    co_return failure_of(std::move(checked));
  auto hash = co_await parts_.hasher.hash(std::move(new_password));
  if (!hash) co_return failure_of(std::move(hash));
  ports::UserChange change;
  change.present_hash = std::move(proven->password_hash);
  change.password_hash = std::move(*hash);
  change.ends_sign_ins = true;
  change.updated_at = parts_.clock.timestamp();
  auto updated = co_await parts_.users.update(proven->user.id, std::move(change));
  co_await parts_.changes.announce(proven->user.id);
  // Somebody else was faster, and what was proven is proven no more.
  if (!updated && updated.error().code == Errc::conflict) co_return refuse();
  if (!updated) co_return failure_of(std::move(updated));
  co_return Result<void>();
}

// Guesses here spend the same budget as guesses at sign-in, also for names that nobody has.
Task<Result<ports::Credentials>> ProgramAccounts::prove(Credentials input, std::string address) {
  auto found = co_await parts_.users.find_credentials_by_username(input.username);
  if (!found && found.error().code != Errc::not_found) co_return failure_of(std::move(found));
  auto name = found ? found->user.email.value_or(found->user.username) : input.username;
  auto attempt = co_await parts_.guard.enter(address, name);
  if (!attempt) co_return failure_of(std::move(attempt));
  std::optional<std::string> hash;
  if (found) hash = found->password_hash;
  auto verdict = co_await parts_.hasher.verify(std::move(input.password), std::move(hash));
  if (!verdict) co_return failure_of(std::move(verdict));
  if (!verdict->matches || !found->user.active) {
    attempt->failed(parts_.clock.now());
    co_return refuse();
  }
  attempt->succeeded();
  co_return std::move(*found);
}

Task<Result<std::string>> ProgramAccounts::give_key(UserId owner) {
  auto secret = new_key_secret(KeyForm::plain);
  ports::NewApiKey draft{.key = {.id = ApiKeyId(Uuid::random()),
                                 .owner = owner,
                                 .prefix = std::move(secret.prefix),
                                 .name = std::string(key_name),
                                 .scopes = {std::string(calls_scope)},
                                 .registered = true,
                                 .created_at = parts_.clock.timestamp(),
                                 .expires_at = {},
                                 .last_used_at = {}},
                         .digest = std::move(secret.digest)};
  auto kept = co_await parts_.keys.replace_registered(std::move(draft));
  if (!kept) co_return failure_of(std::move(kept));
  co_return std::move(secret.text);
}

}  // namespace switchboard::accounts

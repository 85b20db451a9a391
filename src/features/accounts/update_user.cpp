#include "features/accounts/update_user.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/field_rules.hpp"

namespace switchboard::accounts {
namespace {

Fields fields_of(UpdateUser::Input const& input) {
  Fields fields{.username = input.username,
                .email = input.email,
                .password = input.password,
                .full_name = input.full_name,
                .phone_number = {},
                .role = input.role};
  if (input.phone_number && *input.phone_number) fields.phone_number = **input.phone_number;
  return fields;
}

Result<void> check_rights(Caller const& caller, UpdateUser::Input const& input) {
  if (caller.user.role == Role::admin) return {};
  if (input.role)
    return fail(Errc::permission_denied, "Only an admin may change a role", "admin_only");
  if (input.active.value_or(false))
    return fail(Errc::permission_denied, "Only an admin may activate an account", "admin_only");
  return {};
}

// All but the password's hash.
ports::UserChange change_of(UpdateUser::Input& input, User const& present, Timestamp now) {
  ports::UserChange change;
  change.username = std::move(input.username);
  change.email = std::move(input.email);
  change.full_name = std::move(input.full_name);
  change.phone_number = std::move(input.phone_number);
  change.active = input.active;
  if (input.role) change.role = role_of(*input.role);
  change.ends_sign_ins = input.password.has_value() ||
                         (change.role && *change.role != present.role) ||
                         (present.active && !change.active.value_or(true));
  // It grows even when the clock stands still or goes back.
  change.updated_at = std::max(now, present.updated_at + std::chrono::microseconds(1));
  return change;
}

}  // namespace

Task<Result<User>> UpdateUser::run(Caller caller, UserId id, Input input, std::string address) {
  if (auto allowed = check_rights(caller, input); !allowed)
    co_return failure_of(std::move(allowed));
  if (auto checked = check_fields(fields_of(input)); !checked)
    co_return failure_of(std::move(checked));
  auto present = co_await parts_.store.find(id);
  if (!present) co_return present;
  if (input.current_password) {
    auto proof = co_await prove(std::move(address), *present, std::move(*input.current_password));
    if (!proof) co_return failure_of(std::move(proof));
  }
  auto change = change_of(input, *present, parts_.clock.timestamp());
  if (input.password) {
    auto hash = co_await parts_.hasher.hash(std::move(*input.password));
    if (!hash) co_return failure_of(std::move(hash));
    change.password_hash = std::move(*hash);
  }
  auto updated = co_await parts_.store.update(id, std::move(change));
  // Also after a failure that is not sure to have changed nothing.
  co_await parts_.changes.announce(id);
  co_return updated;
}

// Guesses here spend the same budget as guesses at sign-in: a stolen token must not find out the
// password.
Task<Result<void>> UpdateUser::prove(std::string address, User user, std::string current_password) {
  auto attempt = co_await parts_.guard.enter(address, user.email.value_or(user.username));
  if (!attempt) co_return failure_of(std::move(attempt));
  auto credentials = co_await parts_.store.find_credentials_by_id(user.id);
  if (!credentials) co_return failure_of(std::move(credentials));
  std::optional<std::string> hash(std::move(credentials->password_hash));
  auto verdict = co_await parts_.hasher.verify(std::move(current_password), std::move(hash));
  if (!verdict) co_return failure_of(std::move(verdict));
  if (verdict->matches) {
    attempt->succeeded();
    co_return Result<void>{};
  }
  attempt->failed(parts_.clock.now());
  co_return fail(Errc::permission_denied, "Current password is wrong", "wrong_password");
}

}  // namespace switchboard::accounts

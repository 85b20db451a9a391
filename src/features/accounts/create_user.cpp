#include "features/accounts/create_user.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/field_rules.hpp"

namespace switchboard::accounts {
namespace {

Fields fields_of(CreateUser::Input const& input) {
  return {.username = input.username,
          .email = input.email,
          .password = input.password,
          .full_name = input.full_name,
          .phone_number = input.phone_number,
          .role = input.role};
}

bool is_admin(std::optional<Caller> const& caller) {
  return caller && caller->user.role == Role::admin;
}

}  // namespace

CreateUser::CreateUser(ports::UserStore& store, PasswordHasher& hasher, RateLimiter& limiter,
                       Clock const& clock, std::vector<Role> open_roles)
    : store_(store),
      hasher_(hasher),
      limiter_(limiter),
      clock_(clock),
      open_roles_(std::move(open_roles)) {
  std::erase(open_roles_, Role::admin);
}

Task<Result<User>> CreateUser::run(std::optional<Caller> caller, Input input, std::string address) {
  if (auto checked = check_fields(fields_of(input)); !checked)
    co_return failure_of(std::move(checked));
  auto role = role_for(caller, input);
  if (!role) co_return failure_of(std::move(role));
  if (!is_admin(caller)) {
    auto allowed = limiter_.spend_sign_up(budget_of_address(address), clock_.now());
    if (!allowed) co_return failure_of(std::move(allowed));
  }
  auto free = co_await check_free(input.email);
  if (!free) co_return failure_of(std::move(free));
  auto hash = co_await hasher_.hash(std::move(input.password));
  if (!hash) co_return failure_of(std::move(hash));
  ports::NewUser draft{.id = UserId(Uuid::random()),
                       .username = std::move(input.username),
                       .email = std::move(input.email),
                       .password_hash = std::move(*hash),
                       .full_name = std::move(input.full_name),
                       .phone_number = std::move(input.phone_number),
                       .role = *role,
                       .created_at = clock_.timestamp()};
  co_return co_await store_.create(std::move(draft));
}

Result<Role> CreateUser::role_for(std::optional<Caller> const& caller, Input const& input) const {
  auto role = parse_role(input.role.value_or("client"));
  if (!role || is_admin(caller) || std::ranges::count(open_roles_, *role) > 0) return role;
  return fail(Errc::permission_denied,
              "Only an admin may create an account with role '" + std::string(name_of(*role)) + "'",
              "role_not_open");
}

// Spares the hash of what is known to be taken; the store alone decides in the end.
Task<Result<void>> CreateUser::check_free(std::string email) {
  auto found = co_await store_.find_credentials(std::move(email));
  if (found)
    co_return fail(Errc::invalid_argument, "User with this email already exists", "email_taken");
  if (found.error().code != Errc::not_found) co_return failure_of(std::move(found));
  co_return Result<void>{};
}

}  // namespace switchboard::accounts

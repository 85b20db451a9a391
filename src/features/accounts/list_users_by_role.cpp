#include "features/accounts/list_users_by_role.hpp"

#include <utility>

#include "features/accounts/field_rules.hpp"

namespace switchboard::accounts {

Task<Result<ListUsers::Output>> ListUsersByRole::run(Input input) {
  auto role = parse_role(input.role);
  if (!role) co_return failure_of(std::move(role));
  input.page.role = *role;
  co_return co_await list_.run(std::move(input.page));
}

}  // namespace switchboard::accounts

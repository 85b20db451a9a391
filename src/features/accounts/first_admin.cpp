#include "features/accounts/first_admin.hpp"

#include <utility>

#include "base/random.hpp"
#include "features/accounts/field_rules.hpp"

namespace switchboard::accounts {
namespace {

constexpr std::size_t username_stem_max = 40;
constexpr int username_attempts_max = 4;

// `jane+work@example.com` → `jane.work`, which may be too short for a username.
std::string username_stem(std::string_view email) {
  std::string stem(email.substr(0, email.find('@')).substr(0, username_stem_max));
  for (auto& c : stem)
    if (c == '+' || c == '-' || c == '%') c = '.';
  return check_username(stem) ? stem : "admin";
}

}  // namespace

Task<Result<User>> FirstAdmin::create(Input input) {
  Fields fields{.username = input.username, .email = input.email, .password = input.password};
  if (auto checked = check_fields(fields); !checked) co_return failure_of(std::move(checked));
  auto hash = co_await hasher_.hash(std::move(input.password));
  if (!hash) co_return failure_of(std::move(hash));
  ports::NewUser draft{.id = UserId(Uuid::random()),
                       .username = std::move(input.username),
                       .email = std::move(input.email),
                       .password_hash = std::move(*hash),
                       .full_name = "Administrator",
                       .phone_number = {},
                       .role = Role::admin,
                       .created_at = clock_.timestamp()};
  co_return co_await store_.create(std::move(draft));
}

Task<Result<bool>> FirstAdmin::ensure(std::string email, std::string password) {
  ports::UserQuery admins{.role = Role::admin, .after = {}, .limit = 1};
  auto page = co_await store_.list(admins);
  if (!page) co_return failure_of(std::move(page));
  if (page->total > 0) co_return false;
  auto username = username_stem(email);
  for (int attempt = 1;; ++attempt) {
    Input input{email, username, password};
    auto made = co_await create(std::move(input));
    if (made) co_return true;
    auto taken = made.error().reason == "username_taken";
    if (!taken || attempt == username_attempts_max) co_return failure_of(std::move(made));
    username = username_stem(email) + '.' + random_hex(2);
  }
}

}  // namespace switchboard::accounts

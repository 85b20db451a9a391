#include "adapters/memory/user_store.hpp"

#include <algorithm>
#include <array>

namespace switchboard::memory {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

bool starts_with(std::string_view text, std::string_view start) {
  return same(text.substr(0, start.size()), start);
}

std::unexpected<Error> no_such_user(UserId id) {
  return fail(Errc::not_found, "User with ID " + id.value().to_string() + " not found",
              "user_not_found");
}

bool newer(User const& left, User const& right) {
  return std::pair(left.created_at, left.id) > std::pair(right.created_at, right.id);
}

bool older_than(ports::UserQuery::Cursor const& cursor, User const& user) {
  return std::pair(user.created_at, user.id) < std::pair(cursor.created_at, cursor.id);
}

}  // namespace

User const* UserStore::account(UserId id) const {
  for (auto const& [user, hash] : accounts_)
    if (user.id == id) return &user;
  return nullptr;
}

std::optional<TokenVersion> UserStore::version_of(UserId id) const {
  for (auto const& [user, hash] : accounts_)
    if (user.id == id && user.active) return user.token_version;
  return std::nullopt;
}

ports::Credentials* UserStore::look_up(UserId id) {
  auto found =
      std::ranges::find(accounts_, id, [](auto const& account) { return account.user.id; });
  return found == accounts_.end() ? nullptr : &*found;
}

Result<void> UserStore::free_for(UserId id, std::optional<std::string> const& email,
                                 std::string_view username) const {
  auto another = [&](auto has) {
    return std::ranges::any_of(
        accounts_, [&](auto const& account) { return account.user.id != id && has(account.user); });
  };
  if (another([&](User const& user) { return email && user.email && same(*user.email, *email); }))
    return fail(Errc::invalid_argument, "User with this email already exists", "email_taken");
  if (another([&](User const& user) { return same(user.username, username); }))
    return fail(Errc::invalid_argument, "User with this username already exists", "username_taken");
  return {};
}

Result<User> UserStore::add(ports::NewUser& user) {
  if (auto free = free_for(user.id, user.email, user.username); !free)
    return failure_of(std::move(free));
  User added{.id = user.id,
             .username = std::move(user.username),
             .email = std::move(user.email),
             .full_name = std::move(user.full_name),
             .phone_number = std::move(user.phone_number),
             .role = user.role,
             .active = true,
             .created_at = user.created_at,
             .updated_at = user.created_at,
             .token_version = {},
             .number = AccountNumber(++newest_number_)};
  accounts_.push_back({added, std::move(user.password_hash)});
  return added;
}

Result<User> UserStore::change_one(UserId id, ports::UserChange& change) {
  auto* account = look_up(id);
  if (account == nullptr) return no_such_user(id);
  if (change.present_hash && *change.present_hash != account->password_hash)
    return fail(Errc::conflict, "The password was changed meanwhile");
  auto user = account->user;
  if (change.username) user.username = *change.username;
  if (change.email) user.email = *change.email;
  if (change.full_name) user.full_name = *change.full_name;
  if (change.phone_number) user.phone_number = *change.phone_number;
  if (change.active) user.active = *change.active;
  if (change.role) user.role = *change.role;
  if (change.ends_sign_ins) user.token_version = TokenVersion(user.token_version.value() + 1);
  if (auto free = free_for(id, user.email, user.username); !free)
    return failure_of(std::move(free));
  user.updated_at = std::max(change.updated_at, user.updated_at + std::chrono::microseconds(1));
  account->user = user;
  if (change.password_hash) account->password_hash = *change.password_hash;
  if (change.ends_sign_ins) listeners_.on_sign_ins_ended(id);
  return user;
}

Result<ports::UserPage> UserStore::page(ports::UserQuery const& query) const {
  ports::UserPage page;
  for (auto const& [user, hash] : accounts_)
    if (!query.role || user.role == *query.role) page.users.push_back(user);
  page.total = std::ssize(page.users);
  if (query.after)
    std::erase_if(page.users, [&](auto const& user) { return !older_than(*query.after, user); });
  std::ranges::sort(page.users, newer);
  auto limit = query.limit ? std::max<std::int64_t>(*query.limit, 0) : std::ssize(page.users);
  page.more = std::ssize(page.users) > limit;
  if (page.more) page.users.resize(static_cast<std::size_t>(limit));
  return page;
}

Task<Result<User>> UserStore::create(ports::NewUser user) {
  auto work = [this, &user] { return add(user); };
  co_return co_await desk_.write(work);
}

Task<Result<User>> UserStore::find(UserId id) {
  auto work = [this, id]() -> Result<User> {
    auto* account = look_up(id);
    if (account == nullptr) return no_such_user(id);
    return account->user;
  };
  co_return co_await desk_.read(work);
}

Task<Result<ports::Credentials>> UserStore::find_credentials(std::string email) {
  auto work = [this, &email]() -> Result<ports::Credentials> {
    for (auto const& account : accounts_)
      if (account.user.email && same(*account.user.email, email)) return account;
    return fail(Errc::not_found, "User not found", "user_not_found");
  };
  co_return co_await desk_.read(work);
}

Task<Result<ports::Credentials>> UserStore::find_credentials_by_username(std::string username) {
  auto work = [this, &username]() -> Result<ports::Credentials> {
    for (auto const& account : accounts_)
      if (same(account.user.username, username)) return account;
    return fail(Errc::not_found, "User not found", "user_not_found");
  };
  co_return co_await desk_.read(work);
}

Task<Result<ports::Credentials>> UserStore::find_credentials_by_id(UserId id) {
  auto work = [this, id]() -> Result<ports::Credentials> {
    auto* account = look_up(id);
    if (account == nullptr) return no_such_user(id);
    return *account;
  };
  co_return co_await desk_.read(work);
}

Task<Result<User>> UserStore::update(UserId id, ports::UserChange change) {
  auto work = [this, id, &change] { return change_one(id, change); };
  co_return co_await desk_.write(work);
}

Task<Result<void>> UserStore::remove(UserId id) {
  auto work = [this, id]() -> Result<void> {
    if (look_up(id) == nullptr) return no_such_user(id);
    std::erase_if(accounts_, [id](auto const& account) { return account.user.id == id; });
    listeners_.on_removed(id);
    return {};
  };
  co_return co_await desk_.write(work);
}

Task<Result<ports::UserPage>> UserStore::list(ports::UserQuery query) {
  auto work = [this, &query] { return page(query); };
  co_return co_await desk_.read(work);
}

Task<Result<ports::UserStatistics>> UserStore::statistics() {
  auto work = [this]() -> Result<ports::UserStatistics> {
    ports::UserStatistics statistics;
    for (auto role : {Role::client, Role::trainer, Role::admin})
      if (auto count = std::ranges::count(accounts_, role,
                                          [](auto const& account) { return account.user.role; }))
        statistics.roles.emplace_back(role, count);
    statistics.inactive_count = std::ranges::count(
        accounts_, false, [](auto const& account) { return account.user.active; });
    return statistics;
  };
  co_return co_await desk_.read(work);
}

Task<Result<std::vector<User>>> UserStore::search(std::string text, std::int64_t limit) {
  auto work = [this, &text, limit]() -> Result<std::vector<User>> {
    std::vector<User> users;
    for (auto const& [user, hash] : accounts_) {
      auto spaced = " " + user.full_name;
      auto fits = starts_with(user.username, text);
      for (auto at = spaced.find(' '); at != std::string::npos; at = spaced.find(' ', at + 1))
        fits = fits || starts_with(std::string_view(spaced).substr(at + 1), text);
      if (user.active && fits) users.push_back(user);
    }
    std::ranges::sort(users, {}, &User::username);
    if (std::ssize(users) > limit) users.resize(static_cast<std::size_t>(limit));
    return users;
  };
  co_return co_await desk_.read(work);
}

}  // namespace switchboard::memory

#include "adapters/sqlite/user_store.hpp"

#include <algorithm>
#include <limits>

#include "adapters/sqlite/erasure.hpp"
#include "adapters/sqlite/user_changes.hpp"
#include "adapters/sqlite/user_rows.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery selecting{StoreOperation::select, StoreTable::user};
constexpr ports::StoreQuery inserting{StoreOperation::insert, StoreTable::user};
constexpr ports::StoreQuery updating{StoreOperation::update, StoreTable::user};

// Comes after every id, so that a page that starts here starts with the newest.
UserId last_id() {
  Uuid id;
  id.bytes.fill(0xff);
  return UserId(id);
}

std::int64_t count(Connection& connection, std::optional<Role> role) {
  auto name = role ? name_of(*role) : std::string_view();
  auto rows =
      role ? connection.rows(sql::user_count_of_role, name) : connection.rows(sql::user_count);
  return rows.next() ? rows.integer(0) : 0;
}

Result<ports::UserPage> page(Connection& connection, ports::UserQuery const& query) {
  constexpr auto all = std::numeric_limits<std::int64_t>::max() - 1;
  Snapshot snapshot(connection);
  ports::UserPage page{.users = {}, .total = count(connection, query.role), .more = false};
  auto after = query.after.value_or(ports::UserQuery::Cursor{Timestamp::max(), last_id()});
  auto limit = std::clamp<std::int64_t>(query.limit.value_or(all), 0, all);
  auto one_more = limit + 1;
  auto role = query.role ? name_of(*query.role) : std::string_view();
  auto rows = query.role ? connection.rows(sql::user_page_of_role, after.created_at, after.id,
                                           one_more, role)
                         : connection.rows(sql::user_page, after.created_at, after.id, one_more);
  while (rows.next()) {
    page.more = std::ssize(page.users) == limit;
    if (!page.more) page.users.push_back(user_of(rows));
  }
  return page;
}

Result<ports::UserStatistics> count_all(Connection& connection) {
  Snapshot snapshot(connection);
  ports::UserStatistics statistics;
  auto roles = connection.rows(sql::user_count_by_role);
  while (roles.next())
    if (auto role = role_of(roles.text(0))) statistics.roles.emplace_back(*role, roles.integer(1));
  std::ranges::sort(statistics.roles);
  auto inactive = connection.rows(sql::user_count_inactive);
  if (inactive.next()) statistics.inactive_count = inactive.integer(0);
  return statistics;
}

// A pattern of LIKE for what begins so.
std::string like_start(std::string_view text) {
  std::string pattern;
  for (char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

}  // namespace

Task<Result<User>> UserStore::create(ports::NewUser user) {
  auto work = [&user](Batch& batch) { return create_user(batch.connection, user); };
  co_return co_await writer_.run(inserting, work);
}

Task<Result<User>> UserStore::find(UserId id) {
  auto work = [id](Connection& connection) -> Result<User> {
    auto rows = connection.rows(sql::user_by_id, id);
    if (!rows.next()) return no_such_user(id);
    return user_of(rows);
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<ports::Credentials>> UserStore::find_credentials(std::string email) {
  auto work = [&email](Connection& connection) -> Result<ports::Credentials> {
    auto rows = connection.rows(sql::user_by_email, email);
    if (!rows.next()) return fail(Errc::not_found, "User not found", "user_not_found");
    return credentials_of(rows);
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<ports::Credentials>> UserStore::find_credentials_by_id(UserId id) {
  auto work = [id](Connection& connection) -> Result<ports::Credentials> {
    auto rows = connection.rows(sql::user_by_id, id);
    if (!rows.next()) return no_such_user(id);
    return credentials_of(rows);
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<ports::Credentials>> UserStore::find_credentials_by_username(std::string username) {
  auto work = [&username](Connection& connection) -> Result<ports::Credentials> {
    auto rows = connection.rows(sql::user_by_username, username);
    if (!rows.next()) return fail(Errc::not_found, "User not found", "user_not_found");
    return credentials_of(rows);
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<User>> UserStore::update(UserId id, ports::UserChange change) {
  auto work = [id, &change](Batch& batch) { return update_user(batch.connection, id, change); };
  co_return co_await writer_.run(updating, work);
}

Task<Result<void>> UserStore::remove(UserId id) {
  auto removed = co_await remove_account(writer_, id);
  if (!removed) co_return removed;
  // Nobody sees what this sender said from here on; what is left is to take it off the disk. If
  // that fails, it goes on at the next removal or start.
  auto erased = co_await erase_removed(writer_, readers_);
  static_cast<void>(erased);
  co_return removed;
}

Task<Result<ports::UserPage>> UserStore::list(ports::UserQuery query) {
  auto work = [&query](Connection& connection) { return page(connection, query); };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<std::vector<User>>> UserStore::search(std::string text, std::int64_t limit) {
  auto work = [&text, limit](Connection& connection) -> Result<std::vector<User>> {
    auto start = like_start(text);
    auto inside = "% " + start;
    std::vector<User> users;
    auto rows = connection.rows(sql::user_search, start, inside, limit);
    while (rows.next()) users.push_back(user_of(rows));
    return users;
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<ports::UserStatistics>> UserStore::statistics() {
  co_return co_await readers_.run(selecting, count_all);
}

}  // namespace switchboard::sqlite

#include "adapters/sqlite/user_changes.hpp"

#include "adapters/sqlite/user_rows.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

// True when somebody else than `self` has it.
bool taken(Connection& connection, std::string_view sql, std::string const& name, UserId self) {
  auto rows = connection.rows(sql, name);
  return rows.next() && rows.uuid(0) != self.value();
}

Result<void> free_for(Connection& connection, UserId self, std::optional<std::string> const& email,
                      std::string const& username) {
  if (email && taken(connection, sql::user_with_email, *email, self))
    return fail(Errc::invalid_argument, "User with this email already exists", "email_taken");
  if (taken(connection, sql::user_with_username, username, self))
    return fail(Errc::invalid_argument, "User with this username already exists", "username_taken");
  return {};
}

Result<ports::Credentials> read(Connection& connection, UserId id) {
  auto rows = connection.rows(sql::user_by_id, id);
  if (!rows.next()) return no_such_user(id);
  return credentials_of(rows);
}

void replace(ports::Credentials& present, ports::UserChange const& change) {
  auto& user = present.user;
  if (change.username) user.username = *change.username;
  if (change.email) user.email = *change.email;
  if (change.password_hash) present.password_hash = *change.password_hash;
  if (change.full_name) user.full_name = *change.full_name;
  if (change.phone_number) user.phone_number = *change.phone_number;
  if (change.active) user.active = *change.active;
  if (change.role) user.role = *change.role;
  if (change.ends_sign_ins) user.token_version = TokenVersion(user.token_version.value() + 1);
}

}  // namespace

std::unexpected<Error> no_such_user(UserId id) {
  return fail(Errc::not_found, "User with ID " + id.value().to_string() + " not found",
              "user_not_found");
}

Result<User> create_user(Connection& connection, ports::NewUser const& user) {
  if (auto free = free_for(connection, user.id, user.email, user.username); !free)
    return failure_of(std::move(free));
  auto role = name_of(user.role);
  auto rows =
      connection.rows(sql::user_create, user.id, user.username, user.email, user.password_hash,
                      user.full_name, user.phone_number, role, user.created_at);
  AccountNumber number(rows.next() ? rows.integer(0) : 0);
  return User{.id = user.id,
              .username = user.username,
              .email = user.email,
              .full_name = user.full_name,
              .phone_number = user.phone_number,
              .role = user.role,
              .active = true,
              .created_at = user.created_at,
              .updated_at = user.created_at,
              .token_version = {},
              .number = number};
}

Result<User> update_user(Connection& connection, UserId id, ports::UserChange const& change) {
  auto present = read(connection, id);
  if (!present) return failure_of(std::move(present));
  if (change.present_hash && *change.present_hash != present->password_hash)
    return fail(Errc::conflict, "The password was changed meanwhile");
  replace(*present, change);
  auto& [user, password_hash] = *present;
  if (auto free = free_for(connection, id, user.email, user.username); !free)
    return failure_of(std::move(free));
  // The clock may stand still or go back; what is newer must still look newer.
  user.updated_at = std::max(change.updated_at, user.updated_at + std::chrono::microseconds(1));
  connection.change(sql::user_update, id, user.username, user.email, password_hash, user.full_name,
                    user.phone_number, name_of(user.role), user.active, user.updated_at,
                    user.token_version);
  if (change.ends_sign_ins) connection.change(sql::sign_in_end_all, id, nullptr);
  return user;
}

}  // namespace switchboard::sqlite

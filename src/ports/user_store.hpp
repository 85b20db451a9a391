#pragma once
// Keeps accounts. Every adapter passes tests/contract/user_store.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/user.hpp"

namespace switchboard::ports {

struct NewUser {
  UserId id;
  std::string username;
  std::optional<std::string> email;
  std::string password_hash;
  std::string full_name;
  std::optional<std::string> phone_number;
  Role role = Role::client;
  Timestamp created_at;
};

// What is absent stays as it is. `updated_at` grows even when nothing else changes.
struct UserChange {
  std::optional<std::string> username;
  std::optional<std::string> email;
  std::optional<std::string> password_hash;
  std::optional<std::string> full_name;
  std::optional<std::optional<std::string>> phone_number;  // present and empty: cleared
  std::optional<bool> active;
  std::optional<Role> role;
  std::optional<std::string> present_hash;  // a condition: still the password's hash; else conflict
  bool ends_sign_ins = false;               // the token version grows, and sign-ins go
  Timestamp updated_at;
};

struct Credentials {
  User user;
  std::string password_hash;
};

// Newest first: by created_at, then id, both descending. The cursor is the last user of the page
// before.
struct UserQuery {
  struct Cursor {
    Timestamp created_at;
    UserId id;
  };
  std::optional<Role> role;
  std::optional<Cursor> after;
  std::optional<std::int64_t> limit;  // absent: all
};

struct UserPage {
  std::vector<User> users;
  std::int64_t total = 0;  // of all that match, on every page
  bool more = false;
};

struct UserStatistics {
  std::vector<std::pair<Role, std::int64_t>> roles;  // only those that somebody has
  std::int64_t inactive_count = 0;
};

class UserStore {
 public:
  virtual ~UserStore() = default;

  // E-mail and username are unique without regard to ASCII case. Taken: invalid_argument with
  // reason `email_taken`
  // (`User with this email already exists`) or `username_taken` (`User with this username already
  // exists`).
  virtual Task<Result<User>> create(NewUser user) = 0;
  virtual Task<Result<User>> find(UserId id) = 0;                             // not_found
  virtual Task<Result<Credentials>> find_credentials(std::string email) = 0;  // not_found; any case
  virtual Task<Result<Credentials>> find_credentials_by_id(UserId id) = 0;    // not_found
  // not_found; any case
  virtual Task<Result<Credentials>> find_credentials_by_username(std::string username) = 0;
  // As `create` for what is taken; not_found; conflict, see present_hash.
  virtual Task<Result<User>> update(UserId id, UserChange change) = 0;
  // The account's messages stay as tombstones: same id and seq, no content. not_found.
  virtual Task<Result<void>> remove(UserId id) = 0;
  virtual Task<Result<UserPage>> list(UserQuery query) = 0;
  virtual Task<Result<UserStatistics>> statistics() = 0;
  // Active accounts whose username, or a word of whose full name, begins with `text`, without
  // regard to ASCII case; by username.
  virtual Task<Result<std::vector<User>>> search(std::string text, std::int64_t limit) = 0;
};

}  // namespace switchboard::ports

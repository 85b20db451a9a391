#pragma once
// A person's account, and what is known of whoever asks.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"

namespace switchboard {

using UserId = Strong<struct UserTag, Uuid>;
// Names an account where a UUID does not fit: the client id of calls. Never given out twice.
using AccountNumber = Strong<struct AccountNumberTag, std::int64_t>;
// Grows with every change that must end older sign-ins (password, role, deactivation); tokens carry
// it.
using TokenVersion = Strong<struct TokenVersionTag, std::int64_t>;

enum class Role : std::uint8_t { client, trainer, admin };

[[nodiscard]] std::string_view name_of(Role role);
// Without regard to case.
[[nodiscard]] std::optional<Role> role_of(std::string_view name);

struct User {
  UserId id;
  std::string username;
  std::optional<std::string> email;  // none: made by /register
  std::string full_name;
  std::optional<std::string> phone_number;
  Role role = Role::client;
  bool active = true;
  Timestamp created_at;
  Timestamp updated_at;
  TokenVersion token_version;
  AccountNumber number;

  friend bool operator==(User const&, User const&) = default;
};

}  // namespace switchboard

#pragma once
// What an account's fields must look like. Each rule answers the first thing that is wrong, as
// invalid_argument with the documented text.

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "model/user.hpp"

namespace switchboard::accounts {

// bcrypt looks at no more; a longer password is refused, never cut.
constexpr std::size_t password_bytes_max = 72;

Result<void> check_username(std::string_view username);
Result<void> check_email(std::string_view email);
Result<void> check_password(std::string_view password);
// `full_name` is valid UTF-8.
Result<void> check_full_name(std::string_view full_name);
Result<void> check_phone_number(std::string_view phone_number);
Result<Role> parse_role(std::string_view name);

// Absent fields break no rule. The order is the one in which failures are reported.
struct Fields {
  std::optional<std::string_view> username;
  std::optional<std::string_view> email;
  std::optional<std::string_view> password;
  std::optional<std::string_view> full_name;
  std::optional<std::string_view> phone_number;
  std::optional<std::string_view> role;
};
Result<void> check_fields(Fields const& fields);

}  // namespace switchboard::accounts

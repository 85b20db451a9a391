#include "adapters/sqlite/user_rows.hpp"

#include "base/expects.hpp"

namespace switchboard::sqlite {

User user_of(Row const& row) {
  auto role = role_of(row.text(5));
  expects(role.has_value(), "a role that the schema allows");
  return {.id = UserId(row.uuid(0)),
          .username = std::string(row.text(1)),
          .email = row.optional_text(2),
          .full_name = std::string(row.text(3)),
          .phone_number = row.optional_text(4),
          .role = *role,
          .active = row.integer(6) != 0,
          .created_at = row.moment(7),
          .updated_at = row.moment(8),
          .token_version = TokenVersion(row.integer(9)),
          .number = AccountNumber(row.integer(11))};
}

ports::Credentials credentials_of(Row const& row) {
  return {.user = user_of(row), .password_hash = std::string(row.text(10))};
}

}  // namespace switchboard::sqlite

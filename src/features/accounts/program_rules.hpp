#pragma once
// What /register asks of a name and a password: the rules of the calls protocol, narrower in some
// ways than an account's own (field_rules.hpp). Texts as documented.

#include <string_view>

#include "base/result.hpp"

namespace switchboard::accounts {

Result<void> check_program_username(std::string_view username);
Result<void> check_program_password(std::string_view password);

}  // namespace switchboard::accounts

#pragma once
// An account as the API shows it. Never the password's hash: a User has none.

#include <string>

#include "model/user.hpp"

namespace switchboard::http {

void append_user(std::string& out, User const& user);

}  // namespace switchboard::http

#pragma once
// A user as the API shows it: the documented members in the documented order, never the hash.

#include <boost/describe/class.hpp>

#include <string>

#include "model/user.hpp"
#include "protocol/json/append.hpp"
#include "protocol/json/schema.hpp"

namespace switchboard {

BOOST_DESCRIBE_STRUCT(User, (),
                      (id, username, email, full_name, phone_number, active, role, created_at,
                       updated_at))

// Found by json::append, which writes a user member by member.
inline void append(std::string& out, Role role) { json::append(out, name_of(role)); }

template <>
inline constexpr std::string_view json::fixed_schema<Role> =
    R"({"type":"string","enum":["client","trainer","admin"]})";
template <>
inline constexpr std::string_view json::schema_name<User> = "User";
}  // namespace switchboard

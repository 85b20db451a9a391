#pragma once
// What /openapi.json tells of the endpoints of accounts. Included by them alone.

#include <boost/describe/class.hpp>

#include "features/accounts/create_user.hpp"
#include "features/accounts/update_user.hpp"
#include "gateway/http/about.hpp"
#include "gateway/http/user_json.hpp"

namespace switchboard::http {

struct RoleCount {
  Role role = Role::client;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RoleCount, (), (role, count))

struct Statistics {
  std::vector<RoleCount> roles;
  std::int64_t inactive_count = 0;
};
BOOST_DESCRIBE_STRUCT(Statistics, (), (roles, inactive_count))

namespace about {

inline constexpr std::string_view users = "Accounts";
inline constexpr std::string_view ann =
    R"({"id":"0196f0a2-6a0e-7c11-8f2b-3a1d5c9e7b42","username":"ann","email":"ann@example.com",)"
    R"("full_name":"Ann Lee","phone_number":null,"active":true,"role":"client",)"
    R"("created_at":"2026-05-04T12:00:00.000000Z","updated_at":"2026-05-04T12:00:00.000000Z"})";

inline std::vector<AboutParameter> const pages = {
    {In::query, "limit", "How many at most, 1 to 200",
     R"({"type":"integer","minimum":1,"maximum":200})"},
    {In::query, "cursor", "From the `Link` of the page before"},
};

inline About const create_user = {
    .tag = users,
    .summary = "Sign up",
    .text =
        "The role defaults to `client`; `admin` only by an admin. A password has 8 characters "
        "or more, a digit, an upper-case and a lower-case letter.",
    .body = json::append_schema<accounts::CreateUser::Input>,
    .body_example = R"({"username":"ann","email":"ann@example.com","password":"SecurePass123",)"
                    R"("full_name":"Ann Lee"})",
    .answers = {{201, "The account", json::append_schema<User>, ann}},
};
inline About const list_users = {
    .tag = users,
    .summary = "List accounts, newest first",
    .text = "`X-Total-Count` says how many there are, `Link` where the next page is.",
    .parameters = pages,
    .answers = {{200, "A page of accounts", json::append_schema<std::vector<User>>}},
};
inline About const list_users_by_role = {
    .tag = users,
    .summary = "List the accounts of a role",
    .parameters = pages,
    .answers = {{200, "A page of accounts", json::append_schema<std::vector<User>>}},
};
inline About const statistics = {
    .tag = users,
    .summary = "Count accounts by role",
    .answers = {{200, "Roles that nobody has are absent", json::append_schema<Statistics>,
                 R"({"roles":[{"role":"client","count":2}],"inactive_count":0})"}},
};
inline About const get_user = {
    .tag = users,
    .summary = "Read an account",
    .answers = {{200, "The account", json::append_schema<User>, ann}},
};
inline About const update_user = {
    .tag = users,
    .summary = "Change an account",
    .text =
        "What is absent stays. `phone_number: null` clears it; `role` and `active: true` only "
        "by an admin. A new password, a new role or deactivation ends every older token.",
    .body = json::append_schema<accounts::UpdateUser::Input>,
    .body_example = R"({"full_name":"Ann B. Lee"})",
    .answers = {{200, "The account as it is now", json::append_schema<User>, ann}},
};
inline About const remove_user = {
    .tag = users,
    .summary = "Delete an account",
    .text = "Its messages stay as tombstones, so that a room's sequence has no gap.",
    .answers = {{204, "It is gone"}},
};

}  // namespace about
}  // namespace switchboard::http

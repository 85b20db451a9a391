#pragma once
// What the writer does to accounts: each looks first, then writes, inside one batch.

#include "adapters/sqlite/write_job.hpp"
#include "ports/user_store.hpp"

namespace switchboard::sqlite {

[[nodiscard]] std::unexpected<Error> no_such_user(UserId id);

[[nodiscard]] Result<User> create_user(Connection& connection, ports::NewUser const& user);
[[nodiscard]] Result<User> update_user(Connection& connection, UserId id,
                                       ports::UserChange const& change);

}  // namespace switchboard::sqlite

#pragma once
// An account as the columns of user_by_id.sql and its siblings give it.

#include "adapters/sqlite/statement.hpp"
#include "base/result.hpp"
#include "ports/user_store.hpp"

namespace switchboard::sqlite {

[[nodiscard]] User user_of(Row const& row);
[[nodiscard]] ports::Credentials credentials_of(Row const& row);

}  // namespace switchboard::sqlite

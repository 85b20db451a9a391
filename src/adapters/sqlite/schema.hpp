#pragma once
// What is inside the file: whose it is, at what version, and how it gets to ours.

#include <cstdint>

#include "adapters/sqlite/connection.hpp"
#include "base/instant.hpp"

namespace switchboard::sqlite {

[[nodiscard]] std::int64_t newest_schema_version();

// 0: empty. Throws DatabaseError for a database of another program, or newer than this one.
[[nodiscard]] std::int64_t checked_schema_version(Connection& connection);

// Applies what is missing, each migration in a transaction of its own; fills an empty database with
// the rooms that everybody finds. An earlier version than ours is for tests. Throws DatabaseError.
void migrate(Connection& connection, Clock const& clock,
             std::int64_t wanted = newest_schema_version());

// A name that no stream had before.
[[nodiscard]] std::string random_epoch();
// Inside the caller's transaction.
void renew_epochs(Connection& connection);

}  // namespace switchboard::sqlite

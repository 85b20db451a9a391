#pragma once
// The whole database as one file, and back.

#include <filesystem>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace switchboard::sqlite {

// Copies `database` as it is at one moment into `file`, also while a server writes it. `file`
// appears whole or not at all; what it was before is replaced. Only its owner may read it.
[[nodiscard]] Result<void> backup(std::filesystem::path const& database,
                                  std::filesystem::path const& file);

// Puts a backup in the place of `database`, whole or not at all, brings it to the present version
// and gives every room a new epoch, so that clients do not trust the positions that they hold.
// conflict: a server holds the database. invalid_argument: `file` is damaged, newer than this
// program, or no backup of it. Either way nothing has changed.
[[nodiscard]] Result<void> restore(std::filesystem::path const& file,
                                   std::filesystem::path const& database, Clock const& clock);

}  // namespace switchboard::sqlite

#pragma once
// How an account goes. One commit removes it, and from then on every reader sees tombstones where
// it spoke; then its words are taken off the disk, in small pieces between other people's writes.

#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/writer.hpp"
#include "model/user.hpp"

namespace switchboard::sqlite {

constexpr std::string_view name_of_the_gone = "Deleted account";

// not_found when there is no such account.
[[nodiscard]] Task<Result<void>> remove_account(Writer& writer, UserId id);

// Erases what removed accounts have said, of this removal and of any that was cut short.
[[nodiscard]] Task<Result<void>> erase_removed(Writer& writer, Readers& readers);

// The same at start-up, before there are threads.
void finish_erasures(Connection& connection);

}  // namespace switchboard::sqlite

#include "adapters/sqlite/backup.hpp"

#include <system_error>

#include "adapters/sqlite/copy.hpp"
#include "adapters/sqlite/file_lock.hpp"
#include "adapters/sqlite/schema.hpp"

namespace switchboard::sqlite {
namespace {

// Throws DatabaseError when it is no whole database of ours.
void check_backup(Connection& backup) {
  if (checked_schema_version(backup) == 0) throw DatabaseError("The backup is empty");
  auto verdict = backup.value_of("PRAGMA integrity_check(1)");
  if (verdict != "ok") throw DatabaseError("The backup is damaged: " + verdict);
}

void start_new_streams(std::filesystem::path const& path, Clock const& clock) {
  Connection connection(path, Connection::Access::write);
  migrate(connection, clock);
  connection.execute("BEGIN IMMEDIATE");
  renew_epochs(connection);
  connection.execute("COMMIT");
}

void make_directory_of(std::filesystem::path const& path) {
  std::error_code failure;
  if (auto directory = path.parent_path(); !directory.empty())
    std::filesystem::create_directories(directory, failure);
  if (failure) throw DatabaseError(path.string() + " cannot be made: " + failure.message());
}

bool same_file(std::filesystem::path const& left, std::filesystem::path const& right) {
  std::error_code ignored;
  return std::filesystem::equivalent(left, right, ignored);
}

}  // namespace

Result<void> backup(std::filesystem::path const& database, std::filesystem::path const& file) {
  if (same_file(database, file))
    return fail(Errc::invalid_argument, "The backup cannot be the database itself");
  try {
    Connection from(database, Connection::Access::write);
    if (checked_schema_version(from) == 0) throw DatabaseError(from.name() + " is empty");
    make_directory_of(file);
    UnfinishedFile copy(beside(file, ".part"));
    copy_database(from, copy.path());
    copy.become(file);
    return {};
  } catch (DatabaseError const& error) {
    return fail(Errc::unavailable, error.what(), "backup_failed");
  }
}

Result<void> restore(std::filesystem::path const& file, std::filesystem::path const& database,
                     Clock const& clock) {
  if (same_file(database, file))
    return fail(Errc::invalid_argument, "The backup cannot be the database itself");
  try {
    make_directory_of(database);
    FileLock lock(database);
    if (!lock.held())
      return fail(Errc::conflict,
                  "The database " + database.string() +
                      " is in use by another process: stop the server first",
                  "database_in_use");
    Connection from(file, Connection::Access::read);
    check_backup(from);
    UnfinishedFile copy(beside(database, ".restoring"));
    copy_database(from, copy.path());
    start_new_streams(copy.path(), clock);
    remove_log(database);
    copy.become(database);
    return {};
  } catch (DatabaseError const& error) {
    return fail(Errc::invalid_argument, error.what(), "restore_failed");
  }
}

}  // namespace switchboard::sqlite

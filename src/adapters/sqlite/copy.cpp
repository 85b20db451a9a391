#include "adapters/sqlite/copy.hpp"

#include <sqlite3.h>

#include <chrono>
#include <system_error>
#include <thread>

#include "adapters/sqlite/file_lock.hpp"

namespace switchboard::sqlite {
namespace {

constexpr int attempts_max = 100;
constexpr auto between_attempts = std::chrono::milliseconds(50);

// All pages in one step: a single read transaction, so that a writer beside it cannot make the copy
// begin again. A writer with a log is not held up by it.
int copy_pages(sqlite3_backup* backup) {
  auto code = sqlite3_backup_step(backup, -1);
  for (int i = 0; i < attempts_max && (code == SQLITE_BUSY || code == SQLITE_LOCKED); ++i) {
    std::this_thread::sleep_for(between_attempts);
    code = sqlite3_backup_step(backup, -1);
  }
  return code;
}

}  // namespace

std::filesystem::path beside(std::filesystem::path path, char const* ending) {
  path += ending;
  return path;
}

UnfinishedFile::UnfinishedFile(std::filesystem::path path) : path_(std::move(path)) {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  create_private_file(path_);
}

UnfinishedFile::~UnfinishedFile() {
  std::error_code ignored;
  if (!kept_) std::filesystem::remove(path_, ignored);
}

void UnfinishedFile::become(std::filesystem::path const& destination) {
  sync_file(path_);
  std::error_code failure;
  std::filesystem::rename(path_, destination, failure);
  if (failure)
    throw DatabaseError(destination.string() + " cannot be replaced: " + failure.message());
  kept_ = true;
  sync_directory_of(destination);
}

void remove_log(std::filesystem::path const& database) {
  try {
    if (std::filesystem::exists(database)) {
      Connection connection(database, Connection::Access::write);
      connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  } catch (DatabaseError const&) {  // NOLINT(bugprone-empty-catch)
    // It is damaged, perhaps the reason for restoring.
  }
  std::error_code ignored;
  for (auto const* ending : {"-journal", "-wal", "-shm"})
    std::filesystem::remove(beside(database, ending), ignored);
}

void copy_database(Connection& from, std::filesystem::path const& to) {
  Connection copy(to, Connection::Access::write);
  auto* backup = sqlite3_backup_init(copy.handle(), "main", from.handle(), "main");
  if (backup == nullptr) throw DatabaseError("The copy cannot begin");
  auto code = copy_pages(backup);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE)
    throw DatabaseError(std::string("The copy failed: ") + sqlite3_errstr(code));
  copy.execute("PRAGMA journal_mode = DELETE");
}

}  // namespace switchboard::sqlite

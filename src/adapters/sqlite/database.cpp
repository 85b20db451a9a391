#include "adapters/sqlite/database.hpp"

#include <system_error>

#include "adapters/sqlite/copy.hpp"
#include "adapters/sqlite/schema.hpp"

namespace switchboard::sqlite {
namespace {

std::filesystem::path with_directory(std::filesystem::path path) {
  auto directory = path.parent_path();
  std::error_code failure;
  if (!directory.empty()) std::filesystem::create_directories(directory, failure);
  if (failure)
    throw DatabaseError("The directory " + directory.string() +
                        " cannot be made: " + failure.message());
  return path;
}

// FULL: a commit is on the disk before it is answered. The log may grow to 16 MiB before a commit
// has to carry it over into the file, and is cut back to that after a surge.
constexpr char const* settings_for_writing = R"(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 4096;
  PRAGMA journal_size_limit = 16777216;
  PRAGMA cache_size = -16384;
  PRAGMA temp_store = MEMORY;
  PRAGMA secure_delete = FAST;
)";

constexpr char const* settings_for_reading = R"(
  PRAGMA query_only = ON;
  PRAGMA cache_size = -4096;
  PRAGMA temp_store = MEMORY;
)";

// Made beside its place and moved there when it is whole: before that there is nothing to lose, so
// that one sync is enough.
void make_database(std::filesystem::path const& path, Clock const& clock) {
  UnfinishedFile file(beside(path, ".new"));
  {
    Connection connection(file.path(), Connection::Access::write);
    connection.execute("PRAGMA synchronous = OFF");
    migrate(connection, clock);
    connection.execute("PRAGMA journal_mode = WAL");
  }
  remove_log(path);
  file.become(path);
}

}  // namespace

Database::Database(std::filesystem::path path, Hold hold, Clock const& clock)
    : path_(with_directory(std::move(path))), lock_(path_) {
  if (!lock_.held() && hold == Hold::alone)
    throw DatabaseError("The database " + path_.string() +
                        " is in use by another process: two servers cannot share one file");
  auto there = std::filesystem::exists(std::filesystem::symlink_status(path_));
  if (!there && lock_.held()) make_database(path_, clock);
  create_private_file(path_);
  writing_ = std::make_unique<Connection>(path_, Connection::Access::write);
  auto version = checked_schema_version(*writing_);
  writing_->execute(settings_for_writing);
  if (version == newest_schema_version()) return;
  if (!lock_.held())
    throw DatabaseError("The database " + path_.string() +
                        " is of an older version and in use by another process: stop that first");
  migrate(*writing_, clock);
  sync_directory_of(path_);
}

std::unique_ptr<Connection> Database::open_for_reading() const {
  auto connection = std::make_unique<Connection>(path_, Connection::Access::write);
  connection->execute(settings_for_reading);
  return connection;
}

}  // namespace switchboard::sqlite

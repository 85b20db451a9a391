#include <fmt/format.h>

#include <stdexcept>

#include "adapters/sqlite/backup.hpp"
#include "adapters/sqlite/database.hpp"
#include "adapters/sqlite/schema.hpp"
#include "app/commands.hpp"

namespace switchboard::app {
namespace {

void must(Result<void> const& result) {
  if (!result) throw std::runtime_error(result.error().message);
}

}  // namespace

int migrate_database(Settings const& settings) {
  SystemClock clock;
  sqlite::Database database(settings.sqlite_path, sqlite::Database::Hold::alone, clock);
  fmt::print("{} is at schema version {}\n", settings.sqlite_path.string(),
             sqlite::checked_schema_version(database.writing()));
  return 0;
}

int back_up_database(Settings const& settings, std::filesystem::path const& file) {
  must(sqlite::backup(settings.sqlite_path, file));
  fmt::print("backed up {} to {}\n", settings.sqlite_path.string(), file.string());
  return 0;
}

int restore_database(Settings const& settings, std::filesystem::path const& file) {
  SystemClock clock;
  must(sqlite::restore(file, settings.sqlite_path, clock));
  fmt::print("restored {} from {}\n", settings.sqlite_path.string(), file.string());
  return 0;
}

}  // namespace switchboard::app

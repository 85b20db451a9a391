#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/file_lock.hpp"
#include "adapters/sqlite/schema.hpp"
#include "app/command_doctor.hpp"

namespace switchboard::app {
namespace {

using Path = std::filesystem::path;

constexpr std::uintmax_t space_needed = 64U << 20;
constexpr std::uintmax_t space_wanted = 1U << 30;

// Where something is going to be made: the nearest directory above that exists.
Path nearest_directory(Path path) {
  path = std::filesystem::absolute(path);
  while (!path.empty() && !std::filesystem::exists(path) && path != path.parent_path())
    path = path.parent_path();
  return path;
}

// Permission bits; nothing when there is no such file.
std::optional<unsigned> mode_of(Path const& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_mode & 0777;
}

void look_at_secret(Path const& path, Findings& findings) {
  auto mode = mode_of(path);
  if (!mode) return;
  auto closed = (*mode & 077) == 0;
  findings.push_back({closed ? Verdict::good : Verdict::wrong, "secrets",
                      fmt::format("{} has mode {:04o}{}", path.string(), *mode,
                                  closed ? "" : ": others can read it")});
}

void look_at_space(Path const& directory, Findings& findings) {
  std::error_code error;
  auto space = std::filesystem::space(directory, error);
  if (error) return findings.push_back({Verdict::wrong, "disk", error.message()});
  auto verdict = space.available < space_needed   ? Verdict::wrong
                 : space.available < space_wanted ? Verdict::note
                                                  : Verdict::good;
  findings.push_back(
      {verdict, "disk",
       fmt::format("{} MiB are free at {}", space.available >> 20, directory.string())});
}

void look_inside(Path const& path, Findings& findings) {
  sqlite::Connection database(path, sqlite::Connection::Access::read);
  auto version = sqlite::checked_schema_version(database);
  auto newest = sqlite::newest_schema_version();
  auto verdict = database.value_of("PRAGMA quick_check(1)");
  if (verdict != "ok")
    return findings.push_back({Verdict::wrong, "database", fmt::format("is damaged: {}", verdict)});
  findings.push_back(
      {Verdict::good, "database",
       fmt::format(
           "{} is whole, at schema version {}{}", path.string(), version,
           version < newest ? fmt::format("; the next start brings it to {}", newest) : "")});
}

}  // namespace

void look_at_directory(Settings const& settings, Findings& findings) {
  auto directory = nearest_directory(settings.data_dir);
  auto there = std::filesystem::is_directory(settings.data_dir);
  if (!std::filesystem::is_directory(directory) || ::access(directory.c_str(), W_OK | X_OK) != 0)
    findings.push_back(
        {Verdict::wrong, "directory",
         fmt::format("{} is not a directory that can be written to", directory.string())});
  else
    findings.push_back({Verdict::good, "directory",
                        fmt::format("DATA_DIR {} {}", settings.data_dir.string(),
                                    there ? "can be written to" : "will be made at the start")});
  look_at_secret(settings.data_dir / "jwt_secret", findings);
  look_at_secret(settings.data_dir / "spark_jwt_secret", findings);
}

bool look_at_database(Settings const& settings, Findings& findings) {
  auto const& path = settings.sqlite_path;
  look_at_space(nearest_directory(path.parent_path()), findings);
  if (!std::filesystem::exists(path)) {
    findings.push_back(
        {Verdict::good, "database", fmt::format("{} will be made at the start", path.string())});
    return false;
  }
  try {
    auto running = !sqlite::FileLock(path).held();
    if (running) findings.push_back({Verdict::good, "database", "a server is using it"});
    look_inside(path, findings);
    return running;
  } catch (sqlite::DatabaseError const& failure) {
    findings.push_back({Verdict::wrong, "database", failure.what()});
    return false;
  }
}

}  // namespace switchboard::app

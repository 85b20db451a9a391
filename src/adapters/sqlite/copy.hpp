#pragma once
// SQLite's online backup, from one file to another, and files that take a database's place.

#include <filesystem>

#include "adapters/sqlite/connection.hpp"

namespace switchboard::sqlite {

// `store.db` and `-wal`: `store.db-wal`.
[[nodiscard]] std::filesystem::path beside(std::filesystem::path path, char const* ending);

// A file that is deleted again unless it is kept.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(std::filesystem::path path);
  UnfinishedFile(UnfinishedFile const&) = delete;
  ~UnfinishedFile();

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  // Takes the place of `destination`, for good. Throws DatabaseError.
  void become(std::filesystem::path const& destination);

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

// A log that stayed behind would be played into the file that takes the database's place. What it
// holds is carried over first, so that a stop halfway has lost nothing.
void remove_log(std::filesystem::path const& database);

// `from` at one moment, as a database without a log beside it. Throws DatabaseError.
void copy_database(Connection& from, std::filesystem::path const& to);

}  // namespace switchboard::sqlite

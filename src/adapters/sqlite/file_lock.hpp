#pragma once
// Who may write a database: one process, from its start to its end, however it ends.

#include <filesystem>

#include "runtime/fd.hpp"

namespace switchboard::sqlite {

// A lock on `<path>.lock`, a file of its own: closing any descriptor of the database itself would
// drop the locks that SQLite holds on it (POSIX fcntl).
class FileLock {
 public:
  // Not taken when another process has it. Throws DatabaseError when the file cannot be made.
  explicit FileLock(std::filesystem::path const& database);

  [[nodiscard]] bool held() const { return held_; }

 private:
  runtime::Fd file_;
  bool held_ = false;
};

// Files hold password hashes, so nobody else may read them.
void create_private_file(std::filesystem::path const& path);
// Makes a new or renamed file survive a power cut. Throws DatabaseError.
void sync_directory_of(std::filesystem::path const& path);
void sync_file(std::filesystem::path const& path);

}  // namespace switchboard::sqlite

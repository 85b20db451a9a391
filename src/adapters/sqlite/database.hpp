#pragma once
// The file: who holds it, how it is opened, and that it is at the present version.

#include <filesystem>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/file_lock.hpp"
#include "base/instant.hpp"

namespace switchboard::sqlite {

class Database {
 public:
  enum class Hold : std::uint8_t {
    alone,   // a server: refused when another process holds the file
    shared,  // a command that may run beside a server: it touches only accounts, and migrates
             // only when there is no server
  };

  // Makes the file and its directory when they are missing, and migrates. Throws DatabaseError.
  Database(std::filesystem::path path, Hold hold, Clock const& clock);
  Database(Database const&) = delete;

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  // No other process writes it.
  [[nodiscard]] bool alone() const { return lock_.held(); }
  // The one connection that writes, already open.
  [[nodiscard]] Connection& writing() { return *writing_; }
  [[nodiscard]] std::unique_ptr<Connection> open_for_reading() const;

 private:
  std::filesystem::path path_;
  FileLock lock_;
  std::unique_ptr<Connection> writing_;
};

}  // namespace switchboard::sqlite

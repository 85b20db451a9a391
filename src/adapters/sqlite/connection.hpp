#pragma once
// One connection to a database, with every statement prepared once and kept. Used by one thread at
// a time.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "adapters/sqlite/failure.hpp"
#include "adapters/sqlite/statement.hpp"

struct sqlite3;

namespace switchboard::sqlite {

class Connection;

// The rows of one run of a statement, which is reset when this goes.
class Rows : public Row {
 public:
  Rows(Connection& connection, sqlite3_stmt* statement) : Row(statement), connection_(connection) {}
  Rows(Rows const&) = delete;
  ~Rows();

  // False after the last row, and when the connection has failed.
  [[nodiscard]] bool next();

 private:
  Connection& connection_;
};

// Remembers its first failure, and from then on does nothing until that is taken: whoever runs
// statements on it looks once, at the end, and trusts nothing that it read if there was one. What
// is our own bug (a broken constraint, bad SQL) throws.
class Connection {
 public:
  enum class Access : std::uint8_t { create, write, read };

  // Throws DatabaseError.
  Connection(std::filesystem::path const& path, Access access);
  Connection(Connection const&) = delete;
  ~Connection();

  // `sql` has static storage: it is prepared once, by its address. The values must outlive the
  // rows, so a temporary string does not compile.
  template <class... Values>
  [[nodiscard]] Rows rows(std::string_view sql, Values&&... values) {
    static_assert((!std::is_same_v<Values, std::string> && ...), "the rows would outlive it");
    auto* statement = prepared(sql);
    bind_all(statement, values...);
    return Rows(*this, statement);
  }

  // Runs a statement that answers nothing; how many rows it changed.
  template <class... Values>
  std::int64_t change(std::string_view sql, Values const&... values) {
    auto* statement = prepared(sql);
    bind_all(statement, values...);
    return run(statement);
  }

  // For start-up: runs a script, or reads one number or text. Throws DatabaseError.
  void execute(std::string_view script);
  [[nodiscard]] std::string value_of(std::string_view query);

  [[nodiscard]] bool failed() const { return failure_.has_value(); }
  [[nodiscard]] std::optional<Failure> take_failure() { return std::exchange(failure_, {}); }
  [[nodiscard]] bool in_transaction() const;
  // Ends a transaction, if there is one, without its changes; a failure does not hinder it. SQLite
  // may have done so itself, or may not be able to yet: then the next BEGIN IMMEDIATE fails.
  void undo();
  [[nodiscard]] sqlite3* handle() { return database_; }
  [[nodiscard]] std::string name() const { return "The database " + path_.string(); }

  // Whatever runs past the deadline that start_clock() sets fails with SQLITE_INTERRUPT.
  void limit_time(Clock const& clock, Duration longest);
  void start_clock() { deadline_ = clock_->now() + longest_; }

 private:
  friend class Rows;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  template <class... Values>
  static void bind_all(sqlite3_stmt* statement, Values const&... values) {
    if (statement == nullptr) return;  // not prepared: the connection has failed
    int position = 0;
    (bind(statement, ++position, values), ...);
  }
  [[nodiscard]] sqlite3_stmt* prepared(std::string_view sql);
  [[nodiscard]] bool step(sqlite3_stmt* statement);
  std::int64_t run(sqlite3_stmt* statement);
  [[noreturn]] void refuse(std::string_view what) const;

  std::filesystem::path path_;
  sqlite3* database_ = nullptr;
  std::map<char const*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
  std::optional<Failure> failure_;
  Clock const* clock_ = nullptr;
  Duration longest_{};
  Instant deadline_{};
};

}  // namespace switchboard::sqlite

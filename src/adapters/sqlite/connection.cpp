#include "adapters/sqlite/connection.hpp"

#include <sqlite3.h>

#include "base/expects.hpp"

namespace switchboard::sqlite {
namespace {

// No other process should hold the write lock for long; one that does (a shell, a backup) is waited
// for.
constexpr int busy_milliseconds = 5000;

// Connections are used by one thread at a time, so SQLite needs no mutex of its own; and nobody
// asks it how much memory it uses, which costs a mutex at every allocation.
bool configure_library() {
  sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  return sqlite3_initialize() == SQLITE_OK;
}

int flags_of(Connection::Access access) {
  switch (access) {
    case Connection::Access::create: return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Connection::Access::write: return SQLITE_OPEN_READWRITE;
    case Connection::Access::read: return SQLITE_OPEN_READONLY;
  }
  return SQLITE_OPEN_READONLY;
}

void set(sqlite3* database, int option, int value) {
  expects(sqlite3_db_config(database, option, value, nullptr) == SQLITE_OK, "an option of SQLite");
}

}  // namespace

Rows::~Rows() { sqlite3_reset(statement_); }

bool Rows::next() { return connection_.step(statement_); }

void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Connection::Connection(std::filesystem::path const& path, Access access) : path_(path) {
  static bool const configured = configure_library();
  expects(configured, "a library that starts");
  auto flags = flags_of(access) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(path.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
    auto why = std::string(sqlite3_errmsg(database_));
    sqlite3_close_v2(database_);
    throw DatabaseError(name() + " cannot be opened: " + why);
  }
  sqlite3_busy_timeout(database_, busy_milliseconds);
  set(database_, SQLITE_DBCONFIG_DQS_DML, 0);
  set(database_, SQLITE_DBCONFIG_DQS_DDL, 0);
  set(database_, SQLITE_DBCONFIG_DEFENSIVE, 1);
  set(database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  set(database_, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close_v2(database_);
}

void Connection::refuse(std::string_view what) const {
  throw DatabaseError(name() + " " + std::string(what) + ": " + sqlite3_errmsg(database_));
}

void Connection::execute(std::string_view script) {
  auto text = std::string(script);
  if (sqlite3_exec(database_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    refuse("cannot be prepared");
}

std::string Connection::value_of(std::string_view query) {
  sqlite3_stmt* raw = nullptr;
  auto size = static_cast<int>(query.size());
  if (sqlite3_prepare_v2(database_, query.data(), size, &raw, nullptr) != SQLITE_OK)
    refuse("cannot be read");
  std::unique_ptr<sqlite3_stmt, Finalize> statement(raw);
  auto code = sqlite3_step(raw);
  if (code != SQLITE_ROW && code != SQLITE_DONE) refuse("cannot be read");
  return code == SQLITE_ROW ? std::string(Row(raw).text(0)) : std::string();
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

void Connection::undo() {
  if (in_transaction()) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

sqlite3_stmt* Connection::prepared(std::string_view sql) {
  auto& kept = statements_[sql.data()];
  if (kept) return kept.get();
  sqlite3_stmt* statement = nullptr;
  auto code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                 SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code == SQLITE_OK) {
    kept.reset(statement);
    return statement;
  }
  // Even preparing reads the schema, which may fail; then no statement is there to run.
  if (!comes_from_outside(code)) throw BrokenExpectation(sqlite3_errmsg(database_));
  if (!failure_) failure_ = Failure{code, sqlite3_errmsg(database_)};
  return nullptr;
}

bool Connection::step(sqlite3_stmt* statement) {
  if (failure_) return false;
  auto code = sqlite3_step(statement);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  if (!comes_from_outside(code)) throw BrokenExpectation(sqlite3_errmsg(database_));
  failure_ = Failure{code, sqlite3_errmsg(database_)};
  return false;
}

std::int64_t Connection::run(sqlite3_stmt* statement) {
  Rows rows(*this, statement);
  while (rows.next()) {
  }
  return failure_ ? 0 : sqlite3_changes64(database_);
}

void Connection::limit_time(Clock const& clock, Duration longest) {
  constexpr int steps_between_looks = 10'000;
  clock_ = &clock;
  longest_ = longest;
  auto late = [](void* self) {
    auto const* connection = static_cast<Connection*>(self);
    return connection->clock_->now() > connection->deadline_ ? 1 : 0;
  };
  sqlite3_progress_handler(database_, steps_between_looks, late, this);
}

}  // namespace switchboard::sqlite

// The raw rate that durable sends are judged by: one thread that does nothing but insert message
// rows into the server's own schema, with its pragmas, in transactions of the given size. Usage:
// bench-insert FILE ROOMS ROWS_PER_COMMIT SECONDS

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include "adapters/sqlite/database.hpp"
#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "sqlite_sql.hpp"

namespace {

using switchboard::Uuid;

class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql) : database_(database) {
    if (sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_,
                           nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(database));
    }
  }
  Statement(Statement const&) = delete;
  Statement& operator=(Statement const&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  void bind(int at, std::int64_t value) { sqlite3_bind_int64(statement_, at, value); }
  void bind(int at, std::string_view text) {
    sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  void bind(int at, Uuid const& id) {
    sqlite3_bind_blob(statement_, at, id.as_bytes().data(), 16, SQLITE_STATIC);
  }
  void run() {
    if (sqlite3_step(statement_) != SQLITE_DONE) {
      throw std::runtime_error(sqlite3_errmsg(database_));
    }
    sqlite3_reset(statement_);
  }

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

class Inserter {
 public:
  Inserter(sqlite3* database, std::int64_t rooms)
      : rooms_(rooms),
        begin_(database, "BEGIN IMMEDIATE"),
        insert_(database, switchboard::sqlite::sql::message_append),
        set_head_(database, switchboard::sqlite::sql::room_set_head),
        commit_(database, "COMMIT") {}

  void insert(std::int64_t rows) {
    begin_.run();
    for (std::int64_t i = 0; i < rows; ++i) insert_one();
    for (std::int64_t room = 0; room < rooms_ && room < rows; ++room) {
      set_head_.bind(1, room + 1);
      set_head_.bind(2, inserted_ / rooms_);
      set_head_.run();
    }
    commit_.run();
  }
  std::int64_t inserted() const { return inserted_; }

 private:
  void insert_one() {
    auto const id = Uuid::random();
    auto const name = "b1234567890-0-" + std::to_string(inserted_);
    insert_.bind(1, inserted_ % rooms_ + 1);
    insert_.bind(2, inserted_ / rooms_ + 1);
    insert_.bind(3, id);
    insert_.bind(4, sender_);
    insert_.bind(5, "Administrator");
    insert_.bind(6, content_);
    insert_.bind(7, 1'700'000'000'000'000 + inserted_);
    insert_.bind(8, name);
    insert_.run();
    ++inserted_;
  }

  std::int64_t rooms_;
  std::int64_t inserted_ = 0;
  Uuid sender_ = Uuid::random();
  std::string content_ = std::string(128, 'm');
  Statement begin_;
  Statement insert_;
  Statement set_head_;
  Statement commit_;
};

void measure(char** arguments) {
  switchboard::SystemClock clock;
  using switchboard::sqlite::Database;
  Database database(arguments[1], Database::Hold::alone, clock);
  Inserter inserter(database.writing().handle(), std::atoll(arguments[2]));
  auto const rows = std::atoll(arguments[3]);
  auto const length = std::chrono::duration<double>(std::atof(arguments[4]));
  using Wall = std::chrono::steady_clock;
  for (auto const end = Wall::now() + length / 4; Wall::now() < end;) inserter.insert(rows);
  auto const before = inserter.inserted();
  auto const start = Wall::now();
  while (Wall::now() - start < length) inserter.insert(rows);
  std::chrono::duration<double> const took = Wall::now() - start;
  std::printf("{\"rows_per_second\":%.0f}\n",
              static_cast<double>(inserter.inserted() - before) / took.count());
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::fprintf(stderr, "bench-insert FILE ROOMS ROWS_PER_COMMIT SECONDS\n");
    return 2;
  }
  try {
    measure(arguments);
    return 0;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "bench-insert: %s\n", error.what());
    return 1;
  }
}

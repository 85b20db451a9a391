#include "adapters/sqlite/schema.hpp"

#include <array>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "sqlite_migrations.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

constexpr std::int64_t application_id = 0x53776264;  // "Swbd", in the file's header

struct FirstRoom {
  std::string_view id;
  std::string_view name;
};
constexpr std::array<FirstRoom, 2> first_rooms{
    {{"general", "General Chat"}, {"support", "Support Channel"}}};

std::int64_t number_of(Connection& connection, std::string_view pragma) {
  return std::stoll("0" + connection.value_of(pragma));
}

void check(Connection& connection) {
  if (auto failure = connection.take_failure())
    throw DatabaseError(connection.name() + " cannot be written: " + failure->what);
}

void add_first_rooms(Connection& connection, Clock const& clock) {
  for (auto const& room : first_rooms)
    connection.change(sql::room_create_first, room.id, room.name, clock.timestamp(),
                      random_epoch());
  check(connection);
}

void apply(Connection& connection, std::int64_t version, Clock const& clock) {
  auto const& script = migrations::all[static_cast<std::size_t>(version - 1)];
  connection.execute(script);
  if (version == 1) add_first_rooms(connection, clock);
  connection.execute("PRAGMA user_version = " + std::to_string(version));
  connection.execute("PRAGMA application_id = " + std::to_string(application_id));
}

}  // namespace

std::int64_t newest_schema_version() { return std::ssize(migrations::all); }

std::int64_t checked_schema_version(Connection& connection) {
  auto version = number_of(connection, "PRAGMA user_version");
  auto application = number_of(connection, "PRAGMA application_id");
  auto tables = number_of(connection, "SELECT count(*) FROM sqlite_schema");
  if (tables == 0) return 0;
  if (application != application_id)
    throw DatabaseError(connection.name() + " belongs to another program");
  if (version > newest_schema_version())
    throw DatabaseError(connection.name() + " has schema version " + std::to_string(version) +
                        ", and this program knows versions up to " +
                        std::to_string(newest_schema_version()) +
                        ": start the program that wrote it, or a newer one");
  return version;
}

void migrate(Connection& connection, Clock const& clock, std::int64_t wanted) {
  auto present = checked_schema_version(connection);
  for (auto version = present + 1; version <= wanted; ++version) {
    connection.execute("BEGIN IMMEDIATE");
    try {
      apply(connection, version, clock);
      connection.execute("COMMIT");
    } catch (...) {
      if (connection.in_transaction()) connection.execute("ROLLBACK");
      throw;
    }
  }
}

std::string random_epoch() { return random_hex(8); }

void renew_epochs(Connection& connection) {
  std::vector<std::int64_t> rooms;
  {
    auto rows = connection.rows(sql::room_list);
    while (rows.next()) rooms.push_back(rows.integer(5));
  }
  for (auto room : rooms) connection.change(sql::room_renew_epoch, room, random_epoch());
  connection.change(sql::inbox_renew_epoch, random_epoch());
  connection.change(sql::sign_in_clear);
  check(connection);
}

}  // namespace switchboard::sqlite

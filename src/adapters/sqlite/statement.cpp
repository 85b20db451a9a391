#include "adapters/sqlite/statement.hpp"

#include <sqlite3.h>

#include "base/expects.hpp"

namespace switchboard::sqlite {
namespace {

void check(int code) { expects(code == SQLITE_OK, "a value that the statement takes"); }

}  // namespace

void bind(sqlite3_stmt* statement, int position, std::nullptr_t) {
  check(sqlite3_bind_null(statement, position));
}

void bind(sqlite3_stmt* statement, int position, std::int64_t value) {
  check(sqlite3_bind_int64(statement, position, value));
}

void bind(sqlite3_stmt* statement, int position, std::string_view text) {
  // A null pointer would be NULL, and an empty view may have one.
  auto const* bytes = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(statement, position, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void bind(sqlite3_stmt* statement, int position, Uuid const& uuid) {
  check(sqlite3_bind_blob64(statement, position, uuid.bytes.data(), uuid.bytes.size(),
                            SQLITE_STATIC));
}

void bind(sqlite3_stmt* statement, int position, Timestamp moment) {
  bind(statement, position, static_cast<std::int64_t>(moment.time_since_epoch().count()));
}

bool Row::null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Row::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Row::text(int column) const {
  auto const* bytes = sqlite3_column_text(statement_, column);
  if (bytes == nullptr) return {};
  auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return {reinterpret_cast<char const*>(bytes), size};
}

std::optional<std::string> Row::optional_text(int column) const {
  if (null(column)) return std::nullopt;
  return std::string(text(column));
}

Uuid Row::uuid(int column) const {
  auto const* bytes = static_cast<char const*>(sqlite3_column_blob(statement_, column));
  auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  expects(bytes != nullptr && size == sizeof(Uuid::bytes), "sixteen bytes of a UUID");
  return Uuid::from_bytes({bytes, size});
}

Timestamp Row::moment(int column) const {
  return Timestamp(std::chrono::microseconds(integer(column)));
}

}  // namespace switchboard::sqlite

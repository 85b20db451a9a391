#pragma once
// One prepared statement: values in by position, rows out by column.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"

struct sqlite3_stmt;

namespace switchboard::sqlite {

// Texts and UUIDs are not copied: they must stay where they are until the statement is reset.
void bind(sqlite3_stmt* statement, int position, std::nullptr_t);
void bind(sqlite3_stmt* statement, int position, std::int64_t value);
void bind(sqlite3_stmt* statement, int position, std::string_view text);
void bind(sqlite3_stmt* statement, int position, Uuid const& uuid);
void bind(sqlite3_stmt* statement, int position, Timestamp moment);

inline void bind(sqlite3_stmt* statement, int position, bool value) {
  bind(statement, position, static_cast<std::int64_t>(value));
}
inline void bind(sqlite3_stmt* statement, int position, std::string const& text) {
  bind(statement, position, std::string_view(text));
}
template <class Tag, class T>
void bind(sqlite3_stmt* statement, int position, Strong<Tag, T> const& value) {
  bind(statement, position, value.value());
}
template <class T>
void bind(sqlite3_stmt* statement, int position, std::optional<T> const& value) {
  if (value)
    bind(statement, position, *value);
  else
    bind(statement, position, nullptr);
}

// The present row. Texts last until the next row.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  [[nodiscard]] bool null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;
  [[nodiscard]] Uuid uuid(int column) const;
  [[nodiscard]] Timestamp moment(int column) const;

 protected:
  sqlite3_stmt* statement_;
};

}  // namespace switchboard::sqlite

#include "adapters/sqlite/search.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "adapters/sqlite/message_rows.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

std::optional<std::int64_t> next_mark(Connection& connection, std::int64_t limit) {
  auto rows = connection.rows(sql::text_behind, limit);
  if (!rows.next() || rows.null(0)) return std::nullopt;
  return rows.integer(0);
}

// Every word in quotes, so that none is an operator of FTS5, and as a beginning.
std::string match_of(std::vector<std::string> const& words) {
  std::string match;
  for (auto const& word : words) {
    match += '"';
    for (char c : word) {
      if (c == '"') match += '"';
      match += c;
    }
    match += "\"* ";
  }
  return match;
}

}  // namespace

bool words_behind(Connection& connection) { return next_mark(connection, 1).has_value(); }

bool write_words(Connection& connection, std::int64_t limit) {
  auto mark = next_mark(connection, limit);
  if (!mark) return false;
  connection.change(sql::text_write, *mark);
  connection.change(sql::text_set_mark, *mark);
  return true;
}

Result<std::vector<Message>> find_words(Connection& connection, ports::SearchQuery const& query) {
  auto match = match_of(query.words);
  MessageRows found;
  {
    auto rows = connection.rows(sql::text_search, match, query.reader, query.room, query.limit);
    while (rows.next()) found.take(rows, RoomId(std::string(rows.text(11))));
  }
  return found.finish(connection);
}

}  // namespace switchboard::sqlite

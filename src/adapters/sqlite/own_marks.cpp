#include "adapters/sqlite/own_marks.hpp"

#include "sqlite_sql.hpp"

namespace switchboard::sqlite {

void OwnMarks::write(Connection& connection) {
  for (auto const& [whose, seq] : marks_)
    connection.change(sql::read_mark_move, whose.first, whose.second, seq);
  marks_.clear();
}

}  // namespace switchboard::sqlite

#include "adapters/sqlite/room_rows.hpp"

#include "sqlite_sql.hpp"

namespace switchboard::sqlite {

RoomRow room_row_of(Row const& row) {
  return {{.id = RoomId(std::string(row.text(0))),
           .name = std::string(row.text(1)),
           .created_at = row.moment(2),
           .head = {Seq(row.integer(3)), Epoch(std::string(row.text(4)))},
           .kind = room_kind_of(row.text(6)).value_or(RoomKind::closed)},
          row.integer(5)};
}

Standing standing_of(Connection& connection, std::int64_t room, UserId user) {
  auto rows = connection.rows(sql::member_standing, room, user);
  return rows.next() ? static_cast<Standing>(rows.integer(0)) : Standing::stranger;
}

Result<RoomRow> find_room(Connection& connection, RoomId const& id, std::optional<UserId> reader) {
  std::optional<RoomRow> found;
  {
    auto rows = connection.rows(sql::room_by_id, id);
    if (!rows.next()) return no_such_room(id);
    found = room_row_of(rows);
  }
  if (!reader) return std::move(*found);
  auto allowed =
      check_access(id, found->room.kind, standing_of(connection, found->number, *reader));
  if (!allowed) return failure_of(std::move(allowed));
  return std::move(*found);
}

}  // namespace switchboard::sqlite

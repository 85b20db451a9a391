#include "adapters/sqlite/message_rows.hpp"

#include <limits>

#include "adapters/sqlite/erasure.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {

Message message_of(Row const& row, RoomId const& room) {
  return {.id = MessageId(row.uuid(0)),
          .room = room,
          .seq = Seq(row.integer(1)),
          .sender = UserId(row.uuid(2)),
          .sender_name = std::string(row.text(3)),
          .sender_username = std::string(row.text(4)),
          .content = row.optional_text(5),
          .created_at = row.moment(6)};
}

std::optional<Message> last_message(Connection& connection, std::int64_t number,
                                    RoomId const& room) {
  constexpr std::int64_t before_all = 0;
  constexpr auto after_all = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t one = 1;
  auto rows =
      connection.rows(sql::message_history, number, before_all, after_all, one, name_of_the_gone);
  if (!rows.next()) return std::nullopt;
  return message_of(rows, room);
}

}  // namespace switchboard::sqlite

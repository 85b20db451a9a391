#include "adapters/sqlite/message_rows.hpp"

#include <limits>

#include "adapters/sqlite/erasure.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {

namespace {

Message message_of(Row const& row, RoomId const& room) {
  Message message{.id = MessageId(row.uuid(0)),
                  .room = room,
                  .seq = Seq(row.integer(1)),
                  .sender = UserId(row.uuid(2)),
                  .sender_name = std::string(row.text(3)),
                  .sender_username = std::string(row.text(4)),
                  .content = row.optional_text(5),
                  .created_at = row.moment(6),
                  .version = row.integer(7)};
  if (!row.null(8)) message.edited_at = row.moment(8);
  message.client_message_id = row.optional_text(10);
  return message;
}

}  // namespace

void MessageRows::take(Row const& row, RoomId const& room) {
  messages_.push_back(message_of(row, room));
  numbers_.push_back(row.integer(9));
}

std::vector<Message> MessageRows::finish(Connection& connection) {
  for (std::size_t i = 0; i < messages_.size(); ++i)
    if (messages_[i].content) messages_[i].reactions = reactions_of(connection, numbers_[i]);
  return std::move(messages_);
}

std::vector<ReactionCount> reactions_of(Connection& connection, std::int64_t message) {
  std::vector<ReactionCount> counts;
  auto rows = connection.rows(sql::reaction_counts, message);
  while (rows.next()) counts.push_back({std::string(rows.text(0)), rows.integer(1)});
  return counts;
}

MessageChange change_of(Row const& row, RoomId const& room) {
  return {.message = MessageId(row.uuid(0)),
          .room = room,
          .seq = Seq(row.integer(1)),
          .version = row.integer(2),
          .deletes = row.integer(3) != 0,
          .content = row.optional_text(4),
          .by = UserId(row.uuid(5)),
          .at = row.moment(6)};
}

std::optional<Message> last_message(Connection& connection, std::int64_t number,
                                    RoomId const& room) {
  constexpr std::int64_t before_all = 0;
  constexpr auto after_all = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t one = 1;
  MessageRows found;
  {
    auto rows =
        connection.rows(sql::message_history, number, before_all, after_all, one, name_of_the_gone);
    if (!rows.next()) return std::nullopt;
    found.take(rows, room);
  }
  return std::move(found.finish(connection).front());
}

}  // namespace switchboard::sqlite

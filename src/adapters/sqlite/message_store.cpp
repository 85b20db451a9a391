#include "adapters/sqlite/message_store.hpp"

#include <algorithm>
#include <limits>

#include "adapters/sqlite/append_job.hpp"
#include "adapters/sqlite/erasure.hpp"
#include "adapters/sqlite/schema.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery selecting_rooms{StoreOperation::select, StoreTable::room};
constexpr ports::StoreQuery inserting_room{StoreOperation::insert, StoreTable::room};
constexpr ports::StoreQuery selecting{StoreOperation::select, StoreTable::message};

// Whatever is asked for, one answer holds no more.
constexpr std::int64_t messages_an_answer_max = 10'000;
constexpr auto any_seq = std::numeric_limits<std::int64_t>::max();

Room room_of(Row const& row) {
  return {.id = RoomId(std::string(row.text(0))),
          .name = std::string(row.text(1)),
          .created_at = row.moment(2),
          .head = {Seq(row.integer(3)), Epoch(std::string(row.text(4)))}};
}

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

Result<Room> read_room(Connection& connection, RoomId const& id) {
  auto rows = connection.rows(sql::room_by_id, id);
  if (!rows.next()) return no_such_room(id);
  return room_of(rows);
}

Result<std::vector<Message>> read(Connection& connection, std::string_view sql,
                                  ports::HistoryQuery const& query) {
  std::int64_t room = 0;
  {
    auto rows = connection.rows(sql::room_by_id, query.room);
    if (!rows.next()) return no_such_room(query.room);
    room = rows.integer(5);
  }
  auto after = query.after.value_or(Seq(0));
  auto before = query.before.value_or(Seq(any_seq));
  auto limit = std::clamp<std::int64_t>(query.limit, 0, messages_an_answer_max);
  std::vector<Message> messages;
  auto rows = connection.rows(sql, room, after, before, limit, name_of_the_gone);
  while (rows.next()) messages.push_back(message_of(rows, query.room));
  return messages;
}

Result<Room> create(Connection& connection, Room const& room) {
  {
    auto rows = connection.rows(sql::room_by_id, room.id);
    if (rows.next())
      return fail(Errc::conflict, "Chat room with ID " + room.id.value() + " already exists",
                  "room_taken");
  }
  connection.change(sql::room_create, room.id, room.name, room.created_at, room.head.epoch);
  return room;
}

}  // namespace

Task<Result<std::vector<Room>>> MessageStore::rooms() {
  auto work = [](Connection& connection) -> Result<std::vector<Room>> {
    std::vector<Room> rooms;
    auto rows = connection.rows(sql::room_list);
    while (rows.next()) rooms.push_back(room_of(rows));
    return rooms;
  };
  co_return co_await readers_.run(selecting_rooms, work);
}

Task<Result<Room>> MessageStore::find_room(RoomId id) {
  auto work = [&id](Connection& connection) { return read_room(connection, id); };
  co_return co_await readers_.run(selecting_rooms, work);
}

Task<Result<Room>> MessageStore::create_room(RoomId id, std::string name, Timestamp created_at) {
  Room room{.id = std::move(id),
            .name = std::move(name),
            .created_at = created_at,
            .head = {Seq(0), Epoch(random_epoch())}};
  auto work = [&room](Batch& batch) { return create(batch.connection, room); };
  co_return co_await writer_.run(inserting_room, work);
}

Task<Result<ports::Appended>> MessageStore::append(ports::MessageDraft draft,
                                                   ports::OnCommitted on_committed) {
  AppendJob job(draft, on_committed);
  auto accepted = co_await writer_.commit(job);
  if (!accepted) co_return std::unexpected(Writer::busy());
  auto appended = job.take();
  if (!appended && appended.error().reason == write_error().reason)
    appended.error().message = "The message could not be stored, try again soon";
  co_return appended;
}

Task<Result<std::vector<Message>>> MessageStore::history(ports::HistoryQuery query) {
  auto work = [&query](Connection& connection) -> Result<std::vector<Message>> {
    if (!query.after) return read(connection, sql::message_history, query);
    auto messages = read(connection, sql::message_after, query);
    if (messages) std::ranges::reverse(*messages);
    return messages;
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<std::vector<Message>>> MessageStore::messages_after(RoomId room, Seq after,
                                                                std::int64_t limit) {
  ports::HistoryQuery query{.room = std::move(room), .limit = limit, .before = {}, .after = after};
  auto work = [&query](Connection& connection) {
    return read(connection, sql::message_after, query);
  };
  co_return co_await readers_.run(selecting, work);
}

}  // namespace switchboard::sqlite

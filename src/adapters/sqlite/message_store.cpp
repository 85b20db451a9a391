#include "adapters/sqlite/message_store.hpp"

#include <algorithm>
#include <limits>

#include "adapters/sqlite/append_job.hpp"
#include "adapters/sqlite/erasure.hpp"
#include "adapters/sqlite/message_rows.hpp"
#include "adapters/sqlite/room_rows.hpp"
#include "adapters/sqlite/schema.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery selecting_rooms{StoreOperation::select, StoreTable::room};
constexpr ports::StoreQuery selecting{StoreOperation::select, StoreTable::message};

// Whatever is asked for, one answer holds no more.
constexpr std::int64_t messages_an_answer_max = 10'000;
constexpr auto any_seq = std::numeric_limits<std::int64_t>::max();

Result<std::vector<Message>> read(Connection& connection, std::string_view sql,
                                  ports::HistoryQuery const& query) {
  auto found = find_room(connection, query.room, query.reader);
  if (!found) return failure_of(std::move(found));
  auto after = query.after.value_or(Seq(0));
  auto before = query.before.value_or(Seq(any_seq));
  auto limit = std::clamp<std::int64_t>(query.limit, 0, messages_an_answer_max);
  std::vector<Message> messages;
  auto rows = connection.rows(sql, found->number, after, before, limit, name_of_the_gone);
  while (rows.next()) messages.push_back(message_of(rows, query.room));
  return messages;
}

}  // namespace

Task<Result<Room>> MessageStore::find_room(RoomId id, std::optional<UserId> reader) {
  auto work = [&id, reader](Connection& connection) -> Result<Room> {
    auto found = sqlite::find_room(connection, id, reader);
    if (!found) return failure_of(std::move(found));
    return std::move(found->room);
  };
  co_return co_await readers_.run(selecting_rooms, work);
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

#include "adapters/sqlite/message_store.hpp"

#include <algorithm>
#include <limits>

#include "adapters/sqlite/append_job.hpp"
#include "adapters/sqlite/erasure.hpp"
#include "adapters/sqlite/message_rows.hpp"
#include "adapters/sqlite/revisions.hpp"
#include "adapters/sqlite/room_rows.hpp"
#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/search.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery selecting_rooms{StoreOperation::select, StoreTable::room};
constexpr ports::StoreQuery selecting{StoreOperation::select, StoreTable::message};
constexpr ports::StoreQuery reacting{StoreOperation::update, StoreTable::reaction};

constexpr ports::StoreQuery indexing{StoreOperation::insert, StoreTable::message_text};
constexpr ports::StoreQuery searching{StoreOperation::select, StoreTable::message_text};

constexpr std::int64_t messages_an_indexing = 1000;
constexpr int indexings_a_search_max = 20;

// Whatever is asked for, one answer holds no more.
constexpr std::int64_t messages_an_answer_max = 10'000;
constexpr auto any_seq = std::numeric_limits<std::int64_t>::max();

struct Between {
  Seq after;
  Seq before;
  std::int64_t limit = 0;
};

std::vector<Message> rows_between(Connection& connection, std::string_view sql, RoomRow const& room,
                                  Between between) {
  MessageRows messages;
  {
    auto rows = connection.rows(sql, room.number, between.after, between.before, between.limit,
                                name_of_the_gone);
    while (rows.next()) messages.take(rows, room.room.id);
  }
  return messages.finish(connection);
}

Result<std::vector<Message>> read(Connection& connection, std::string_view sql,
                                  ports::HistoryQuery const& query) {
  auto found = find_room(connection, query.room, query.reader);
  if (!found) return failure_of(std::move(found));
  auto after = query.after.value_or(Seq(0));
  auto before = query.before.value_or(Seq(any_seq));
  auto limit = std::clamp<std::int64_t>(query.limit, 0, messages_an_answer_max);
  return rows_between(connection, sql, *found, {after, before, limit});
}

// Every seq has its item, so that a page of them is a range.
Result<std::vector<RoomItem>> read_items(Connection& connection, RoomId const& room, Seq after,
                                         std::int64_t limit) {
  Snapshot snapshot(connection);
  auto found = find_room(connection, room, std::nullopt);
  if (!found) return failure_of(std::move(found));
  auto most = std::clamp<std::int64_t>(limit, 0, messages_an_answer_max);
  auto last = Seq(after.value() + std::min(most, any_seq - 1 - after.value()));
  std::vector<RoomItem> items;
  auto between = Between{after, Seq(last.value() + 1), most};
  for (auto& message : rows_between(connection, sql::message_after, *found, between))
    items.emplace_back(std::move(message));
  {
    auto rows = connection.rows(sql::change_after, found->number, after, last);
    while (rows.next()) items.emplace_back(change_of(rows, room));
  }
  std::ranges::sort(items, {}, seq_of);
  return items;
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

Task<Result<MessageChange>> MessageStore::revise(ports::RevisionDraft draft,
                                                 ports::OnRevised on_revised) {
  ReviseJob job(draft, on_revised);
  auto accepted = co_await writer_.commit(job);
  if (!accepted) co_return std::unexpected(Writer::busy());
  co_return job.take();
}

Task<Result<ports::Reacted>> MessageStore::react(ports::Reaction reaction) {
  auto work = [&reaction](Batch& batch) { return sqlite::react(batch.connection, reaction); };
  co_return co_await writer_.run(reacting, work);
}

Task<Result<bool>> MessageStore::index_some() {
  auto look = [](Connection& connection) -> Result<bool> { return words_behind(connection); };
  auto behind = co_await readers_.run(selecting, look);
  if (!behind || !*behind) co_return behind;
  auto work = [](Batch& batch) -> Result<bool> {
    return write_words(batch.connection, messages_an_indexing);
  };
  co_return co_await writer_.run(indexing, work);
}

Task<Result<std::vector<Message>>> MessageStore::search(ports::SearchQuery query) {
  for (int piece = 0; piece < indexings_a_search_max; ++piece) {
    auto more = co_await index_some();
    if (!more) co_return failure_of(std::move(more));
    if (!*more) break;
  }
  auto work = [&query](Connection& connection) { return find_words(connection, query); };
  co_return co_await readers_.run(searching, work);
}

Task<Result<std::vector<RoomItem>>> MessageStore::items_after(RoomId room, Seq after,
                                                              std::int64_t limit) {
  auto work = [&room, after, limit](Connection& connection) {
    return read_items(connection, room, after, limit);
  };
  co_return co_await readers_.run(selecting, work);
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

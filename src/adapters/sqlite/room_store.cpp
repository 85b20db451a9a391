#include "adapters/sqlite/room_store.hpp"

#include <algorithm>

#include "adapters/sqlite/erasure.hpp"
#include "adapters/sqlite/member_changes.hpp"
#include "adapters/sqlite/message_rows.hpp"
#include "adapters/sqlite/room_rows.hpp"
#include "adapters/sqlite/schema.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery selecting{StoreOperation::select, StoreTable::room};
constexpr ports::StoreQuery inserting{StoreOperation::insert, StoreTable::room};
constexpr ports::StoreQuery updating{StoreOperation::update, StoreTable::room};
constexpr ports::StoreQuery selecting_members{StoreOperation::select, StoreTable::member};
constexpr ports::StoreQuery updating_members{StoreOperation::update, StoreTable::member};
constexpr ports::StoreQuery marking{StoreOperation::update, StoreTable::read_mark};

struct ViewRow {
  RoomView view;
  std::int64_t number = 0;
};

ViewRow view_of(Row const& row) {
  auto [room, number] = room_row_of(row);
  RoomView view{.room = std::move(room),
                .standing = static_cast<Standing>(row.integer(7)),
                .read = Seq(row.integer(8))};
  if (!row.null(9)) {
    view.peer = UserId(row.uuid(9));
    view.room.name = row.null(10) ? std::string(name_of_the_gone) : std::string(row.text(10));
    view.peer_username = row.null(11) ? std::string() : std::string(row.text(11));
  }
  return {std::move(view), number};
}

std::vector<RoomView> with_last_messages(Connection& connection, std::vector<ViewRow> rows) {
  std::vector<RoomView> views;
  views.reserve(rows.size());
  for (auto& [view, number] : rows) {
    view.last_message = last_message(connection, number, view.room.id);
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::vector<RoomView>> list_rooms(Connection& connection, UserId reader) {
  Snapshot snapshot(connection);
  std::vector<ViewRow> found;
  {
    auto most = static_cast<std::int64_t>(rooms_listed_max);
    auto rows = connection.rows(sql::room_views, reader, most, name_of_the_gone);
    while (rows.next()) found.push_back(view_of(rows));
  }
  return with_last_messages(connection, std::move(found));
}

Result<RoomView> view_room(Connection& connection, RoomId const& id, UserId reader) {
  Snapshot snapshot(connection);
  std::vector<ViewRow> found;
  {
    auto rows = connection.rows(sql::room_view, reader, id);
    if (!rows.next()) return no_such_room(id);
    found.push_back(view_of(rows));
  }
  auto const& view = found.front().view;
  auto allowed = check_access(id, view.room.kind, view.standing);
  if (!allowed) return failure_of(std::move(allowed));
  return std::move(with_last_messages(connection, std::move(found)).front());
}

Result<std::vector<Member>> list_members(Connection& connection, RoomId const& id, UserId reader) {
  Snapshot snapshot(connection);
  auto found = find_room(connection, id, reader);
  if (!found) return failure_of(std::move(found));
  std::vector<Member> members;
  auto rows = connection.rows(sql::member_list, found->number, name_of_the_gone);
  while (rows.next()) members.push_back(member_of(rows));
  return members;
}

Result<Room> create_room(Connection& connection, ports::NewRoom const& wanted) {
  if (find_room(connection, wanted.id, std::nullopt))
    return fail(Errc::conflict, "Chat room with ID " + wanted.id.value() + " already exists",
                "room_taken");
  Room room{.id = wanted.id,
            .name = wanted.name,
            .created_at = wanted.created_at,
            .head = {Seq(0), Epoch(random_epoch())},
            .kind = wanted.kind};
  auto number = add_room(connection, room, {});
  if (wanted.owner)
    put_member(connection, number, *wanted.owner, Standing::owner, wanted.created_at);
  return room;
}

Result<void> rename_room(Connection& connection, RoomId const& id, Actor const& actor,
                         std::string const& name) {
  auto found = find_room(connection, id, actor.id);
  if (!found) return failure_of(std::move(found));
  if (found->room.kind == RoomKind::direct)
    return fail(Errc::conflict, "A direct room is called as its people are", "direct_room");
  auto standing = standing_of(connection, found->number, actor.id);
  if (rights_of(actor, found->room.kind, standing) < Standing::moderator)
    return fail(Errc::permission_denied, "You do not have permission to do this");
  connection.change(sql::room_rename, found->number, name);
  return {};
}

// The head is the batch's own: what it has handed out is not on the disk yet.
Result<ports::Marked> move_mark(Batch& batch, RoomId const& id, UserId reader, Seq wanted) {
  auto found = find_room(batch.connection, id, reader);
  if (!found) return failure_of(std::move(found));
  auto const* head = batch.heads.find(batch.connection, id);
  auto last = head == nullptr ? std::int64_t{0} : head->seq;
  auto seq = std::clamp<std::int64_t>(wanted.value(), 0, last);
  std::int64_t before = 0;
  {
    auto rows = batch.connection.rows(sql::read_mark_of, reader, found->number);
    if (rows.next()) before = rows.integer(0);
  }
  if (seq <= before) return ports::Marked{Seq(before), false};
  batch.connection.change(sql::read_mark_move, reader, found->number, seq);
  return ports::Marked{Seq(seq), true};
}

}  // namespace

Task<Result<std::vector<RoomView>>> RoomStore::list(UserId reader) {
  auto work = [reader](Connection& connection) { return list_rooms(connection, reader); };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<RoomView>> RoomStore::view(RoomId id, UserId reader) {
  auto work = [&id, reader](Connection& connection) { return view_room(connection, id, reader); };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<Room>> RoomStore::create(ports::NewRoom room) {
  auto work = [&room](Batch& batch) { return create_room(batch.connection, room); };
  co_return co_await writer_.run(inserting, work);
}

Task<Result<ports::DirectRoom>> RoomStore::direct(UserId first, UserId second, RoomId id,
                                                  Timestamp now) {
  auto work = [first, second, &id, now](Batch& batch) {
    return direct_room(batch.connection, {first, second}, id, now);
  };
  co_return co_await writer_.run(inserting, work);
}

Task<Result<void>> RoomStore::rename(RoomId id, Actor actor, std::string name) {
  auto work = [&id, actor, &name](Batch& batch) {
    return rename_room(batch.connection, id, actor, name);
  };
  co_return co_await writer_.run(updating, work);
}

Task<Result<std::vector<Member>>> RoomStore::members(RoomId id, UserId reader) {
  auto work = [&id, reader](Connection& connection) {
    return list_members(connection, id, reader);
  };
  co_return co_await readers_.run(selecting_members, work);
}

Task<Result<ports::MemberChanged>> RoomStore::change_member(RoomId id, Actor actor,
                                                            ports::MemberChange change) {
  auto work = [&id, actor, &change](Batch& batch) {
    return change_standing(batch, id, actor, change);
  };
  co_return co_await writer_.run(updating_members, work);
}

Task<Result<ports::Marked>> RoomStore::mark_read(RoomId id, UserId reader, Seq seq) {
  auto work = [&id, reader, seq](Batch& batch) { return move_mark(batch, id, reader, seq); };
  co_return co_await writer_.run(marking, work);
}

}  // namespace switchboard::sqlite

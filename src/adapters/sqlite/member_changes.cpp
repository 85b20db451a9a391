#include "adapters/sqlite/member_changes.hpp"

#include <algorithm>

#include "adapters/sqlite/erasure.hpp"
#include "adapters/sqlite/room_rows.hpp"
#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/user_changes.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

bool has_account(Connection& connection, UserId id) {
  auto rows = connection.rows(sql::user_by_id, id);
  return rows.next();
}

struct Count {
  std::int64_t members = 0;
  std::int64_t owners = 0;
};

Count count_members(Connection& connection, std::int64_t room) {
  auto rows = connection.rows(sql::member_count, room);
  if (!rows.next()) return {};
  return {rows.integer(0), rows.integer(1)};
}

Member read_member(Connection& connection, std::int64_t room, UserId user) {
  auto rows = connection.rows(sql::member_one, room, user, name_of_the_gone);
  return rows.next() ? member_of(rows)
                     : Member{.user = user, .username = {}, .full_name = {}, .joined_at = {}};
}

Result<void> check_target(Connection& connection, RoomRow const& found, Standing from,
                          ports::MemberChange const& change, Count count) {
  auto joins = from < Standing::member;
  if (joins && change.to >= Standing::member && !has_account(connection, change.user))
    return no_such_user(change.user);
  if (joins && change.to >= Standing::member && count.members >= members_max)
    return fail(Errc::conflict, "The room is full", "room_full");
  auto closed = found.room.kind != RoomKind::open;
  if (joins && change.to < Standing::member && (closed || !has_account(connection, change.user)))
    return fail(Errc::not_found, "Nobody of that ID is in this room", "not_a_member");
  return {};
}

void write_standing(Batch& batch, RoomRow const& found, ports::MemberChange const& change) {
  auto& connection = batch.connection;
  if (change.to == Standing::stranger)
    connection.change(sql::member_drop, found.number, change.user);
  else
    put_member(connection, found.number, change.user, change.to, change.at);
  if (change.to != Standing::removed) return;
  if (auto* head = batch.heads.find(connection, found.room.id)) head->guarded = true;
}

}  // namespace

std::int64_t add_room(Connection& connection, Room const& room, std::string_view pair) {
  auto const pair_or_none = pair.empty() ? std::nullopt : std::optional(pair);
  connection.change(sql::room_create, room.id, room.name, room.created_at, room.head.epoch,
                    name_of(room.kind), pair_or_none);
  auto rows = connection.rows(sql::room_by_id, room.id);
  return rows.next() ? rows.integer(5) : 0;
}

void put_member(Connection& connection, std::int64_t room, UserId user, Standing standing,
                Timestamp at) {
  connection.change(sql::member_put, room, user, static_cast<std::int64_t>(standing), at);
}

Member member_of(Row const& row) {
  return {.user = UserId(row.uuid(0)),
          .username = std::string(row.text(1)),
          .full_name = std::string(row.text(2)),
          .role = static_cast<Standing>(row.integer(3)),
          .joined_at = row.moment(4),
          .read = Seq(row.integer(5))};
}

Result<ports::DirectRoom> direct_room(Connection& connection, std::array<UserId, 2> people,
                                      RoomId const& id, Timestamp now) {
  for (auto const& person : people)
    if (!has_account(connection, person)) return no_such_user(person);
  std::ranges::sort(people);
  auto pair = people[0].value().to_string() + people[1].value().to_string();
  std::optional<RoomId> known;
  {
    auto rows = connection.rows(sql::room_by_pair, pair);
    if (rows.next()) known = RoomId(std::string(rows.text(0)));
  }
  if (known) {
    auto found = find_room(connection, *known, std::nullopt);
    if (!found) return failure_of(std::move(found));
    return ports::DirectRoom{std::move(found->room), false};
  }
  Room room{.id = id,
            .name = "Direct",
            .created_at = now,
            .head = {Seq(0), Epoch(random_epoch())},
            .kind = RoomKind::direct};
  auto number = add_room(connection, room, pair);
  for (auto const& person : people) put_member(connection, number, person, Standing::member, now);
  return ports::DirectRoom{std::move(room), true};
}

Result<ports::MemberChanged> change_standing(Batch& batch, RoomId const& id, Actor const& actor,
                                             ports::MemberChange const& change) {
  auto& connection = batch.connection;
  auto found = find_room(connection, id, actor.id);
  if (!found) return failure_of(std::move(found));
  auto kind = found->room.kind;
  auto own = actor.id == change.user;
  auto count = count_members(connection, found->number);
  StandingChange wanted{.from = standing_of(connection, found->number, change.user),
                        .to = change.to,
                        .own = own,
                        .last_owner = count.owners == 1 && count.members > 1};
  auto standing = standing_of(connection, found->number, actor.id);
  auto allowed = check_change(kind, rights_of(actor, kind, standing), wanted);
  if (!allowed) return failure_of(std::move(allowed));
  auto fits = check_target(connection, *found, wanted.from, change, count);
  if (!fits) return failure_of(std::move(fits));
  if (wanted.from != wanted.to) write_standing(batch, *found, change);
  return ports::MemberChanged{wanted.from, read_member(connection, found->number, change.user)};
}

}  // namespace switchboard::sqlite

#include "adapters/sqlite/revisions.hpp"

#include <utility>

#include "adapters/sqlite/message_rows.hpp"
#include "adapters/sqlite/room_rows.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

struct Target {
  std::int64_t number = 0;
  UserId sender;
  bool deleted = false;
  std::int64_t version = 1;
  RoomId room;
  std::int64_t room_number = 0;
  RoomKind kind = RoomKind::open;
};

// A message that `user` may read, and that is not deleted.
Result<std::pair<Target, Standing>> find_target(Connection& connection, MessageId id, UserId user) {
  Target target;
  {
    auto rows = connection.rows(sql::message_by_id, id);
    if (!rows.next()) return no_such_message();
    target = {.number = rows.integer(0),
              .sender = UserId(rows.uuid(1)),
              .deleted = rows.null(2),
              .version = rows.integer(3),
              .room = RoomId(std::string(rows.text(4))),
              .room_number = rows.integer(5),
              .kind = room_kind_of(rows.text(6)).value_or(RoomKind::closed)};
  }
  auto standing = standing_of(connection, target.room_number, user);
  auto allowed = check_access(target.room, target.kind, standing);
  if (!allowed && allowed.error().code == Errc::not_found) return no_such_message();
  if (!allowed) return failure_of(std::move(allowed));
  if (target.deleted) return fail(Errc::conflict, "The message was deleted", "message_deleted");
  return std::pair(std::move(target), standing);
}

}  // namespace

Result<MessageChange> revise(Batch& batch, ports::RevisionDraft const& draft) {
  auto& connection = batch.connection;
  auto found = find_target(connection, draft.message, draft.actor.id);
  if (!found) return failure_of(std::move(found));
  auto const& [target, standing] = *found;
  auto rights = rights_of(draft.actor, target.kind, standing);
  auto allowed = check_revision(rights, target.sender == draft.actor.id);
  if (!allowed) return failure_of(std::move(allowed));
  auto* head = batch.heads.find(connection, target.room);
  if (head == nullptr) return std::unexpected(write_error());
  MessageChange change{.message = draft.message,
                       .room = target.room,
                       .seq = Seq(head->seq + 1),
                       .version = target.version + 1,
                       .deletes = !draft.content.has_value(),
                       .content = draft.content,
                       .by = draft.actor.id,
                       .at = draft.at};
  connection.change(sql::text_forget, target.number);
  connection.change(sql::message_revise, target.number, change.content, change.version, change.at);
  connection.change(sql::text_learn, target.number);
  connection.change(sql::change_append, head->room, change.seq, target.number, change.version,
                    change.deletes, change.by, change.at);
  if (change.deletes) connection.change(sql::reaction_drop_message, target.number);
  batch.heads.advance(*head);
  batch.own_marks.move(change.by, head->room, change.seq.value());
  return change;
}

Result<ports::Reacted> react(Connection& connection, ports::Reaction const& reaction) {
  auto found = find_target(connection, reaction.message, reaction.user);
  if (!found) return failure_of(std::move(found));
  auto const& target = found->first;
  auto statement = reaction.on ? sql::reaction_add : sql::reaction_remove;
  auto changed = connection.change(statement, target.number, reaction.emoji, reaction.user);
  auto counts = reactions_of(connection, target.number);
  if (changed > 0 && std::ssize(counts) > emojis_a_message_max) {
    connection.change(sql::reaction_remove, target.number, reaction.emoji, reaction.user);
    return fail(Errc::conflict, "The message has as many different reactions as it may",
                "too_many_reactions");
  }
  return ports::Reacted{target.room, reaction.message, std::move(counts), changed > 0};
}

}  // namespace switchboard::sqlite

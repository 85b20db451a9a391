#include "adapters/sqlite/append_job.hpp"

#include "adapters/sqlite/room_rows.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {

AppendJob::AppendJob(ports::MessageDraft const& draft, ports::OnCommitted& on_committed)
    : AnsweredJob({ports::StoreOperation::insert, ports::StoreTable::message}),
      draft_(draft),
      tell_(on_committed) {}

void AppendJob::apply(Batch& batch) { answer_.emplace(append(batch)); }

void AppendJob::on_committed() noexcept {
  auto const& answer = *answer_;
  if (tell_ && answer && !answer->duplicate) tell_(*answer);
}

Result<ports::Appended> AppendJob::append(Batch& batch) const {
  auto& connection = batch.connection;
  auto* head = batch.heads.find(connection, draft_.room);
  if (head == nullptr) return no_such_room(draft_.room);
  if (auto allowed = check_sender(batch, *head); !allowed) return failure_of(std::move(allowed));
  auto seq = head->seq + 1;
  auto added = connection.change(sql::message_append, head->room, seq, draft_.id, draft_.sender,
                                 draft_.sender_name, draft_.content, draft_.created_at,
                                 draft_.client_message_id);
  if (added == 0) return first_of_this_name(connection, head->room);
  batch.heads.advance(*head);
  batch.own_marks.move(draft_.sender, head->room, seq);
  return ports::Appended{draft_.id, Seq(seq), draft_.created_at, false};
}

// Most rooms are open to everybody, and then nothing is looked up.
Result<void> AppendJob::check_sender(Batch& batch, RoomHeads::Head const& head) const {
  if (batch.removed.contains(draft_.sender))
    return fail(Errc::unauthenticated, "The account no longer exists", "account_removed");
  if (!head.guarded) return {};
  auto found = find_room(batch.connection, draft_.room, draft_.sender);
  if (!found) return failure_of(std::move(found));
  return {};
}

Result<ports::Appended> AppendJob::first_of_this_name(Connection& connection,
                                                      std::int64_t room) const {
  auto rows =
      connection.rows(sql::message_by_client_id, draft_.sender, room, draft_.client_message_id);
  // The connection has failed, and with it the batch.
  if (!rows.next()) return std::unexpected(write_error());
  return ports::Appended{MessageId(rows.uuid(0)), Seq(rows.integer(1)), rows.moment(2), true};
}

}  // namespace switchboard::sqlite

#include "adapters/sqlite/inbox_append_job.hpp"

#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

// Twice what an append adds and more: what has lapsed cannot gather while anything comes in.
constexpr std::int64_t swept_on_the_way = 16;

}  // namespace

InboxAppendJob::InboxAppendJob(std::vector<std::string> const& subjects,
                               ports::InboxDraft const& draft, ports::OnStored& on_stored)
    : AnsweredJob({ports::StoreOperation::insert, ports::StoreTable::inbox}),
      subjects_(subjects),
      draft_(draft),
      tell_(on_stored) {}

void InboxAppendJob::apply(Batch& batch) {
  seqs_.clear();
  seqs_.reserve(subjects_.size());
  auto& connection = batch.connection;
  connection.change(sql::inbox_sweep, draft_.created_at, swept_on_the_way);
  for (auto const& subject : subjects_) {
    if (connection.failed()) break;
    seqs_.push_back(add(connection, subject));
  }
  answer_.emplace();
}

void InboxAppendJob::on_committed() noexcept {
  if (!tell_) return;
  for (std::size_t i = 0; i < seqs_.size(); ++i) tell_(subjects_[i], seqs_[i]);
}

Seq InboxAppendJob::add(Connection& connection, std::string const& subject) const {
  std::int64_t inbox = 0;
  std::int64_t seq = 0;
  std::int64_t read = 0;
  {
    auto rows = connection.rows(sql::inbox_next_seq, subject);
    if (!rows.next()) return Seq(0);  // the connection has failed, and with it the batch
    inbox = rows.integer(0);
    seq = rows.integer(1);
    read = rows.integer(2);
  }
  if (draft_.collapse_key) connection.change(sql::inbox_collapse, inbox, draft_.collapse_key, read);
  connection.change(sql::inbox_append, inbox, seq, draft_.type, draft_.content, draft_.collapse_key,
                    draft_.created_at, draft_.lapses_at);
  if (seq > inbox_items_max) connection.change(sql::inbox_trim, inbox, inbox_items_max);
  return Seq(seq);
}

}  // namespace switchboard::sqlite

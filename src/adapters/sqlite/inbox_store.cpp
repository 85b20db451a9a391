#include "adapters/sqlite/inbox_store.hpp"

#include <algorithm>

#include "adapters/sqlite/inbox_append_job.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery selecting{StoreOperation::select, StoreTable::inbox};
constexpr ports::StoreQuery marking{StoreOperation::update, StoreTable::inbox};
constexpr ports::StoreQuery sweeping{StoreOperation::remove, StoreTable::inbox};

Epoch epoch_of(Connection& connection) {
  auto rows = connection.rows(sql::inbox_epoch);
  return rows.next() ? Epoch(std::string(rows.text(0))) : Epoch();
}

// An inbox, or what one looks like that is not there.
struct Found {
  std::int64_t number = 0;
  Seq head;
  Seq read;
};

Found found_in(Rows& rows) {
  if (!rows.next()) return {};
  return {rows.integer(0), Seq(rows.integer(1)), Seq(rows.integer(2))};
}

Found find(Connection& connection, std::string const& subject) {
  auto rows = connection.rows(sql::inbox_by_subject, subject);
  return found_in(rows);
}

Found mark(Connection& connection, std::string const& subject, Seq seq) {
  auto rows = connection.rows(sql::inbox_mark_read, subject, seq);
  return found_in(rows);
}

InboxState state_of(Connection& connection, Found const& inbox) {
  return {.head = {inbox.head, epoch_of(connection)},
          .unread = inbox.head.value() - inbox.read.value()};
}

InboxItem item_of(Row const& row, Seq read) {
  Seq seq(row.integer(0));
  return {.seq = seq,
          .type = std::string(row.text(1)),
          .content = row.optional_text(2),
          .created_at = row.moment(3),
          .read = seq <= read};
}

InboxPage page(Connection& connection, std::string const& subject, Seq after, std::int64_t limit,
               Timestamp now) {
  Snapshot snapshot(connection);
  auto inbox = find(connection, subject);
  InboxPage page{.items = {}, .state = state_of(connection, inbox)};
  auto most = std::clamp<std::int64_t>(limit, 0, inbox_items_max);
  std::size_t bytes = 0;
  auto rows = connection.rows(sql::inbox_after, inbox.number, after, now, most);
  while (bytes < inbox_page_bytes_max && rows.next()) {
    page.items.push_back(item_of(rows, inbox.read));
    bytes += page.items.back().content.value_or("").size();
  }
  return page;
}

}  // namespace

Task<Result<void>> InboxStore::append(std::vector<std::string> subjects, ports::InboxDraft draft,
                                      ports::OnStored on_stored) {
  InboxAppendJob job(subjects, draft, on_stored);
  auto accepted = co_await writer_.commit(job);
  if (!accepted) co_return std::unexpected(Writer::busy());
  co_return job.take();
}

Task<Result<InboxPage>> InboxStore::after(std::string subject, Seq after, std::int64_t limit,
                                          Timestamp now) {
  auto work = [&](Connection& connection) -> Result<InboxPage> {
    return page(connection, subject, after, limit, now);
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<InboxState>> InboxStore::state(std::string subject) {
  auto work = [&subject](Connection& connection) -> Result<InboxState> {
    Snapshot snapshot(connection);
    return state_of(connection, find(connection, subject));
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<InboxState>> InboxStore::mark_read(std::string subject, Seq seq) {
  auto work = [&subject, seq](Batch& batch) -> Result<InboxState> {
    auto inbox = mark(batch.connection, subject, seq);
    return state_of(batch.connection, inbox);
  };
  co_return co_await writer_.run(marking, work);
}

Task<Result<std::int64_t>> InboxStore::sweep(Timestamp now, std::int64_t limit) {
  auto work = [now, limit](Batch& batch) -> Result<std::int64_t> {
    return batch.connection.change(sql::inbox_sweep, now, limit);
  };
  co_return co_await writer_.run(sweeping, work);
}

}  // namespace switchboard::sqlite

#include "adapters/sqlite/erasure.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "adapters/sqlite/user_changes.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery removing{StoreOperation::remove, StoreTable::user};
constexpr ports::StoreQuery looking{StoreOperation::select, StoreTable::message};
constexpr ports::StoreQuery erasing{StoreOperation::update, StoreTable::message};

constexpr std::int64_t messages_a_look = 50'000;
constexpr std::size_t messages_a_commit = 256;

constexpr std::string_view begin_piece = "BEGIN IMMEDIATE";
constexpr std::string_view end_piece = "COMMIT";

// A sender whose words are still on the disk, and where. No rows: all is erased.
struct Remains {
  UserId sender;
  std::vector<std::int64_t> rows;
};

std::optional<Remains> find_remains(Connection& connection) {
  Remains remains;
  {
    auto pending = connection.rows(sql::removal_pending);
    if (!pending.next()) return std::nullopt;
    remains.sender = UserId(pending.uuid(0));
  }
  auto rows = connection.rows(sql::message_to_erase, remains.sender, messages_a_look);
  while (rows.next()) remains.rows.push_back(rows.integer(0));
  return remains;
}

Result<void> erase(Connection& connection, std::span<std::int64_t const> rows) {
  for (auto row : rows) {
    connection.change(sql::text_forget, row);
    connection.change(sql::message_erase, row, name_of_the_gone);
  }
  return {};
}

Task<Result<void>> erase_rows(Writer& writer, Remains const& remains) {
  auto left = std::span(remains.rows);
  while (!left.empty()) {
    auto piece = left.first(std::min(left.size(), messages_a_commit));
    left = left.subspan(piece.size());
    auto work = [piece](Batch& batch) { return erase(batch.connection, piece); };
    auto erased = co_await writer.run(erasing, work);
    if (!erased) co_return erased;
  }
  co_return Result<void>();
}

Task<Result<void>> forget(Writer& writer, UserId sender) {
  auto work = [sender](Batch& batch) -> Result<void> {
    batch.connection.change(sql::removal_end, sender);
    return {};
  };
  co_return co_await writer.run(erasing, work);
}

}  // namespace

Task<Result<void>> remove_account(Writer& writer, UserId id) {
  auto work = [id, inbox = id.value().to_string()](Batch& batch) -> Result<void> {
    if (batch.connection.change(sql::user_remove, id) == 0) return no_such_user(id);
    batch.connection.change(sql::removal_begin, id);
    batch.connection.change(sql::member_drop_all, id);
    batch.connection.change(sql::read_mark_drop_all, id);
    batch.connection.change(sql::reaction_drop_user, id);
    batch.connection.change(sql::inbox_remove_items, inbox);
    batch.connection.change(sql::inbox_remove, inbox);
    batch.connection.change(sql::sign_in_end_all, id, nullptr);
    batch.connection.change(sql::api_key_remove_all, id);
    batch.removed.add(id);
    return {};
  };
  co_return co_await writer.run(removing, std::move(work));
}

Task<Result<void>> erase_removed(Writer& writer, Readers& readers) {
  auto look = [](Connection& connection) -> Result<std::optional<Remains>> {
    return find_remains(connection);
  };
  while (true) {
    auto remains = co_await readers.run(looking, look);
    if (!remains) co_return failure_of(std::move(remains));
    if (!remains->has_value()) co_return Result<void>();
    auto const& found = **remains;
    auto erasing_them =
        found.rows.empty() ? forget(writer, found.sender) : erase_rows(writer, found);
    auto erased = co_await erasing_them;
    if (!erased) co_return erased;
  }
}

void finish_erasures(Connection& connection) {
  while (auto remains = find_remains(connection)) {
    connection.change(begin_piece);
    static_cast<void>(erase(connection, remains->rows));
    if (remains->rows.empty()) connection.change(sql::removal_end, remains->sender);
    connection.change(end_piece);
    if (connection.failed()) break;
  }
  connection.undo();
  static_cast<void>(connection.take_failure());
}

}  // namespace switchboard::sqlite

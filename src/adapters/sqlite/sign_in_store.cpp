#include "adapters/sqlite/sign_in_store.hpp"

#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery selecting{StoreOperation::select, StoreTable::sign_in};
constexpr ports::StoreQuery inserting{StoreOperation::insert, StoreTable::sign_in};
constexpr ports::StoreQuery updating{StoreOperation::update, StoreTable::sign_in};
constexpr ports::StoreQuery removing{StoreOperation::remove, StoreTable::sign_in};

constexpr std::int64_t swept_on_the_way = 16;

std::unexpected<Error> no_such_sign_in() {
  return fail(Errc::not_found, "Session not found", "session_not_found");
}

SignIn sign_in_of(Row const& row) {
  return {.id = SignInId(row.uuid(0)),
          .user = UserId(row.uuid(1)),
          .origin = {std::string(row.text(2)), std::string(row.text(3))},
          .created_at = row.moment(4),
          .used_at = row.moment(5),
          .expires_at = row.moment(6),
          .count = RefreshCount(row.integer(7)),
          .burst_first = RefreshCount(row.integer(8)),
          .burst_at = row.moment(9)};
}

bool still(Connection& connection, UserId user, TokenVersion proven) {
  auto rows = connection.rows(sql::user_version, user);
  return rows.next() && rows.integer(0) == proven.value();
}

// The one that has no place beside one more.
std::optional<SignInId> beyond(Connection& connection, UserId user) {
  constexpr auto others = static_cast<std::int64_t>(sign_ins_max) - 1;
  auto rows = connection.rows(sql::sign_in_beyond, user, others);
  if (!rows.next()) return std::nullopt;
  return SignInId(rows.uuid(0));
}

Result<std::optional<SignInId>> add_one(Connection& connection, SignIn const& one,
                                        TokenVersion proven) {
  if (!still(connection, one.user, proven))
    return fail(Errc::conflict, "The account has changed meanwhile");
  connection.change(sql::sign_in_sweep, one.created_at, swept_on_the_way);
  auto displaced = beyond(connection, one.user);
  if (displaced) connection.change(sql::sign_in_end, *displaced, one.user);
  connection.change(sql::sign_in_add, one.id, one.user, one.origin.address, one.origin.device,
                    one.created_at, one.used_at, one.expires_at, one.count, one.burst_first,
                    one.burst_at);
  return displaced;
}

std::optional<SignIn> find(Connection& connection, SignInId id) {
  auto rows = connection.rows(sql::sign_in_by_id, id);
  if (!rows.next()) return std::nullopt;
  return sign_in_of(rows);
}

struct Presented {
  SignInId id;
  RefreshCount count;
  Timestamp now;
  Timestamp expires_at;
};

Result<ports::Refreshed> refresh_one(Connection& connection, Presented const& token) {
  auto found = find(connection, token.id);
  if (!found || found->expires_at <= token.now) return no_such_sign_in();
  auto verdict = judge(*found, token.count, token.now);
  if (verdict == RefreshVerdict::active) {
    renew(*found, token.now, token.expires_at);
    connection.change(sql::sign_in_renew, found->id, found->used_at, found->expires_at,
                      found->count, found->burst_first, found->burst_at);
  }
  if (verdict == RefreshVerdict::reused)
    connection.change(sql::sign_in_end, found->id, found->user);
  return ports::Refreshed{std::move(*found), verdict};
}

}  // namespace

Task<Result<std::optional<SignInId>>> SignInStore::add(SignIn sign_in, TokenVersion proven) {
  auto work = [&sign_in, proven](Batch& batch) {
    return add_one(batch.connection, sign_in, proven);
  };
  co_return co_await writer_.run(inserting, work);
}

Task<Result<std::vector<SignIn>>> SignInStore::of(UserId user) {
  auto work = [user](Connection& connection) -> Result<std::vector<SignIn>> {
    std::vector<SignIn> found;
    auto rows = connection.rows(sql::sign_in_of_user, user);
    while (rows.next()) found.push_back(sign_in_of(rows));
    return found;
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<ports::Refreshed>> SignInStore::refresh(SignInId id, RefreshCount presented,
                                                    Timestamp now, Timestamp expires_at) {
  Presented token{id, presented, now, expires_at};
  auto work = [&token](Batch& batch) { return refresh_one(batch.connection, token); };
  co_return co_await writer_.run(updating, work);
}

Task<Result<void>> SignInStore::end(UserId user, SignInId id) {
  auto work = [user, id](Batch& batch) -> Result<void> {
    if (batch.connection.change(sql::sign_in_end, id, user) == 0) return no_such_sign_in();
    return {};
  };
  co_return co_await writer_.run(removing, work);
}

Task<Result<void>> SignInStore::end_all(UserId user, std::optional<SignInId> but) {
  auto work = [user, but](Batch& batch) -> Result<void> {
    batch.connection.change(sql::sign_in_end_all, user, but);
    return {};
  };
  co_return co_await writer_.run(removing, work);
}

}  // namespace switchboard::sqlite

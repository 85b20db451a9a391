#include "adapters/sqlite/api_key_store.hpp"

#include <string_view>

#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

using ports::StoreOperation;
using ports::StoreTable;

constexpr ports::StoreQuery selecting{StoreOperation::select, StoreTable::api_key};
constexpr ports::StoreQuery inserting{StoreOperation::insert, StoreTable::api_key};
constexpr ports::StoreQuery updating{StoreOperation::update, StoreTable::api_key};
constexpr ports::StoreQuery removing{StoreOperation::remove, StoreTable::api_key};

// Scopes hold no spaces.
std::string joined(std::vector<std::string> const& scopes) {
  std::string text;
  for (auto const& scope : scopes) text += (text.empty() ? "" : " ") + scope;
  return text;
}

std::vector<std::string> separated(std::string_view text) {
  std::vector<std::string> scopes;
  while (!text.empty()) {
    auto end = std::min(text.find(' '), text.size());
    scopes.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scopes;
}

std::optional<Timestamp> optional_moment(Row const& row, int column) {
  return row.null(column) ? std::nullopt : std::optional(row.moment(column));
}

ApiKey key_of(Row const& row) {
  return {.id = ApiKeyId(row.uuid(0)),
          .owner = UserId(row.uuid(1)),
          .prefix = std::string(row.text(2)),
          .name = std::string(row.text(3)),
          .scopes = separated(row.text(4)),
          .registered = row.integer(5) != 0,
          .created_at = row.moment(6),
          .expires_at = optional_moment(row, 7),
          .last_used_at = optional_moment(row, 8)};
}

std::int64_t count_of(Connection& connection, UserId owner) {
  auto rows = connection.rows(sql::api_key_count, owner);
  return rows.next() ? rows.integer(0) : 0;
}

void insert(Connection& connection, ports::NewApiKey const& made) {
  auto const& key = made.key;
  auto scopes = joined(key.scopes);
  connection.change(sql::api_key_create, key.id, key.owner, made.digest, key.prefix, key.name,
                    scopes, key.registered, key.created_at, key.expires_at);
}

}  // namespace

Task<Result<void>> ApiKeyStore::create(ports::NewApiKey key) {
  auto work = [&key](Batch& batch) -> Result<void> {
    if (count_of(batch.connection, key.key.owner) >= std::int64_t{api_keys_max})
      return fail(Errc::conflict, "There are too many API keys", "too_many_keys");
    insert(batch.connection, key);
    return {};
  };
  co_return co_await writer_.run(inserting, work);
}

Task<Result<void>> ApiKeyStore::replace_registered(ports::NewApiKey key) {
  auto work = [&key](Batch& batch) -> Result<void> {
    batch.connection.change(sql::api_key_remove_registered, key.key.owner);
    insert(batch.connection, key);
    return {};
  };
  co_return co_await writer_.run(inserting, work);
}

Task<Result<ApiKey>> ApiKeyStore::find(std::string digest) {
  auto work = [&digest](Connection& connection) -> Result<ApiKey> {
    auto rows = connection.rows(sql::api_key_by_digest, digest);
    if (!rows.next()) return fail(Errc::not_found, "API key not found", "key_not_found");
    return key_of(rows);
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<std::vector<ApiKey>>> ApiKeyStore::list(UserId owner) {
  auto work = [owner](Connection& connection) -> Result<std::vector<ApiKey>> {
    std::vector<ApiKey> keys;
    auto rows = connection.rows(sql::api_key_by_owner, owner);
    while (rows.next()) keys.push_back(key_of(rows));
    return keys;
  };
  co_return co_await readers_.run(selecting, work);
}

Task<Result<void>> ApiKeyStore::remove(UserId owner, ApiKeyId id) {
  auto work = [owner, id](Batch& batch) -> Result<void> {
    if (batch.connection.change(sql::api_key_remove, id, owner) == 0)
      return fail(Errc::not_found, "API key not found", "key_not_found");
    return {};
  };
  co_return co_await writer_.run(removing, work);
}

Task<Result<void>> ApiKeyStore::mark_used(ApiKeyId id, Timestamp moment) {
  auto work = [id, moment](Batch& batch) -> Result<void> {
    batch.connection.change(sql::api_key_mark_used, id, moment);
    return {};
  };
  co_return co_await writer_.run(updating, work);
}

}  // namespace switchboard::sqlite

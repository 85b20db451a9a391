#include "adapters/memory/api_key_store.hpp"

#include <algorithm>
#include <tuple>

namespace switchboard::memory {
namespace {

bool newer(ApiKey const& left, ApiKey const& right) {
  return std::tie(left.created_at, left.id) > std::tie(right.created_at, right.id);
}

}  // namespace

Task<Result<void>> ApiKeyStore::create(ports::NewApiKey key) {
  auto work = [this, &key]() -> Result<void> {
    auto own = std::ranges::count_if(keys_, [&](auto const& kept) {
      return kept.key.owner == key.key.owner && !kept.key.registered;
    });
    if (own >= std::int64_t{api_keys_max})
      return fail(Errc::conflict, "There are too many API keys", "too_many_keys");
    keys_.push_back(key);
    return {};
  };
  co_return co_await desk_.write(work);
}

Task<Result<void>> ApiKeyStore::replace_registered(ports::NewApiKey key) {
  auto work = [this, &key]() -> Result<void> {
    std::erase_if(keys_, [&](auto const& kept) {
      return kept.key.owner == key.key.owner && kept.key.registered;
    });
    keys_.push_back(key);
    return {};
  };
  co_return co_await desk_.write(work);
}

Task<Result<ApiKey>> ApiKeyStore::find(std::string digest) {
  auto work = [this, &digest]() -> Result<ApiKey> {
    auto found = std::ranges::find(keys_, digest, &ports::NewApiKey::digest);
    if (found == keys_.end()) return fail(Errc::not_found, "API key not found", "key_not_found");
    return found->key;
  };
  co_return co_await desk_.read(work);
}

Task<Result<std::vector<ApiKey>>> ApiKeyStore::list(UserId owner) {
  auto work = [this, owner]() -> Result<std::vector<ApiKey>> {
    std::vector<ApiKey> found;
    for (auto const& kept : keys_)
      if (kept.key.owner == owner) found.push_back(kept.key);
    std::ranges::sort(found, newer);
    return found;
  };
  co_return co_await desk_.read(work);
}

Task<Result<void>> ApiKeyStore::remove(UserId owner, ApiKeyId id) {
  auto work = [this, owner, id]() -> Result<void> {
    auto removed = std::erase_if(
        keys_, [&](auto const& kept) { return kept.key.owner == owner && kept.key.id == id; });
    if (removed == 0) return fail(Errc::not_found, "API key not found", "key_not_found");
    return {};
  };
  co_return co_await desk_.write(work);
}

Task<Result<void>> ApiKeyStore::mark_used(ApiKeyId id, Timestamp moment) {
  auto work = [this, id, moment]() -> Result<void> {
    for (auto& kept : keys_)
      if (kept.key.id == id)
        kept.key.last_used_at = std::max(kept.key.last_used_at.value_or(moment), moment);
    return {};
  };
  co_return co_await desk_.write(work);
}

}  // namespace switchboard::memory

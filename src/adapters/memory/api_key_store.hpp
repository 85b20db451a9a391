#pragma once
// API keys in memory, in the order of their making.

#include <vector>

#include "adapters/memory/desk.hpp"
#include "ports/api_key_store.hpp"

namespace switchboard::memory {

class ApiKeyStore final : public ports::ApiKeyStore {
 public:
  // `desk` must outlive the store.
  explicit ApiKeyStore(Desk& desk) : desk_(desk) {}

  Task<Result<void>> create(ports::NewApiKey key) override;
  Task<Result<void>> replace_registered(ports::NewApiKey key) override;
  Task<Result<ApiKey>> find(std::string digest) override;
  Task<Result<std::vector<ApiKey>>> list(UserId owner) override;
  Task<Result<void>> remove(UserId owner, ApiKeyId id) override;
  Task<Result<void>> mark_used(ApiKeyId id, Timestamp moment) override;

  // On the desk's thread: the keys of this account go with it.
  void erase(UserId gone) {
    std::erase_if(keys_, [gone](auto const& kept) { return kept.key.owner == gone; });
  }

 private:
  Desk& desk_;
  std::vector<ports::NewApiKey> keys_;
};

}  // namespace switchboard::memory

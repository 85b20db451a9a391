#pragma once
// API keys in SQLite.

#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/writer.hpp"
#include "ports/api_key_store.hpp"

namespace switchboard::sqlite {

class ApiKeyStore final : public ports::ApiKeyStore {
 public:
  // Both must outlive the store.
  ApiKeyStore(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Task<Result<void>> create(ports::NewApiKey key) override;
  Task<Result<void>> replace_registered(ports::NewApiKey key) override;
  Task<Result<ApiKey>> find(std::string digest) override;
  Task<Result<std::vector<ApiKey>>> list(UserId owner) override;
  Task<Result<void>> remove(UserId owner, ApiKeyId id) override;
  Task<Result<void>> mark_used(ApiKeyId id, Timestamp moment) override;

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace switchboard::sqlite

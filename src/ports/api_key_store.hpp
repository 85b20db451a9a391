#pragma once
// Keeps what is known of API keys. Every adapter passes tests/contract/api_key_store.cpp.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/api_key.hpp"

namespace switchboard::ports {

struct NewApiKey {
  ApiKey key;
  std::string digest;  // SHA-256 of the key, in hex
};

// The keys of an account go with it.
class ApiKeyStore {
 public:
  virtual ~ApiKeyStore() = default;

  // conflict, `too_many_keys`: the account has api_keys_max besides the registered one.
  virtual Task<Result<void>> create(NewApiKey key) = 0;
  // The new key is the account's registered one, and the old one, if there is one, is gone.
  virtual Task<Result<void>> replace_registered(NewApiKey key) = 0;
  virtual Task<Result<ApiKey>> find(std::string digest) = 0;         // not_found
  virtual Task<Result<std::vector<ApiKey>>> list(UserId owner) = 0;  // newest first
  virtual Task<Result<void>> remove(UserId owner, ApiKeyId id) = 0;  // not_found
  // Never back; a key that is gone meanwhile is no failure.
  virtual Task<Result<void>> mark_used(ApiKeyId id, Timestamp moment) = 0;
};

}  // namespace switchboard::ports

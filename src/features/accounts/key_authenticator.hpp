#pragma once
// From an API key to whoever asks: the key says who it was made by and for what, the account as it
// is now says whether they may still come in. One shard's own.

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/directory.hpp"
#include "ports/api_key_store.hpp"

namespace switchboard::accounts {

struct KeyCaller {
  SharedUser user;
  ApiKeyId key;
  std::optional<Timestamp> expires_at;
};

class KeyAuthenticator {
 public:
  // All must outlive it.
  KeyAuthenticator(ports::ApiKeyStore& keys, Directory& directory, Clock const& clock)
      : keys_(keys), directory_(directory), clock_(clock) {}

  // `unauthenticated`, `Unauthorized`: no such key, lapsed, or its account is gone or inactive.
  // permission_denied: the key is not for `scope` (static storage). A password change ends no key.
  Task<Result<KeyCaller>> authenticate(std::string key, std::string_view scope);

  // Whether the account still has that key; unavailable when that cannot be known now.
  Task<Result<bool>> still_there(UserId owner, ApiKeyId id);

 private:
  Task<void> note_use(ApiKey const& key, Timestamp now);

  ports::ApiKeyStore& keys_;
  Directory& directory_;
  Clock const& clock_;
};

}  // namespace switchboard::accounts

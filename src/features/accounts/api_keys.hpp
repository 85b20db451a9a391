#pragma once
// Keys that an account makes for its programs, sees and takes back.

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/account_changes.hpp"
#include "model/caller.hpp"
#include "ports/api_key_store.hpp"

namespace switchboard::accounts {

class ApiKeys {
 public:
  struct Input {
    std::string name;
    std::optional<std::vector<std::string>> scopes;  // absent: for calls
    std::optional<std::int64_t> expires_in;          // seconds; absent: never
  };
  struct Output {
    std::string text;  // the key, told this once
    ApiKey key;
  };

  // All must outlive it.
  ApiKeys(ports::ApiKeyStore& store, AccountChanges& changes, Clock const& clock)
      : store_(store), changes_(changes), clock_(clock) {}

  // invalid_argument: a field breaks its rule; conflict: the account has too many.
  Task<Result<Output>> create(Caller caller, Input input);
  Task<Result<std::vector<ApiKey>>> list(Caller caller);
  // not_found. What is open with the key is closed before this answers.
  Task<Result<void>> remove(Caller caller, ApiKeyId id);

 private:
  ports::ApiKeyStore& store_;
  AccountChanges& changes_;
  Clock const& clock_;
};

BOOST_DESCRIBE_STRUCT(ApiKeys::Input, (), (name, scopes, expires_in))

}  // namespace switchboard::accounts

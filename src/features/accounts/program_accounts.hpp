#pragma once
// Accounts for programs that speak the calls protocol: a name, a password and one API key, without
// e-mail and without tokens. They are accounts like all others.

#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/account_changes.hpp"
#include "features/accounts/password_hasher.hpp"
#include "features/accounts/rate_limiter.hpp"
#include "features/accounts/sign_in_guard.hpp"
#include "ports/api_key_store.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

class ProgramAccounts {
 public:
  struct Parts {
    ports::UserStore& users;
    ports::ApiKeyStore& keys;
    PasswordHasher& hasher;
    RateLimiter& limiter;
    SignInGuard& guard;
    AccountChanges& changes;
    Clock const& clock;
  };
  struct Credentials {
    std::string username;
    std::string password;
  };

  // The parts must outlive it.
  explicit ProgramAccounts(Parts parts) : parts_(parts) {}

  // Each answers the account's new key. `address`: the caller's, whose budgets are spent.
  // invalid_argument: a rule; conflict: the name is taken.
  Task<Result<std::string>> enroll(Credentials input, std::string address);
  // unauthenticated. The old key is gone, and what it had opened is closed, before this answers.
  // Any account may, not only those made here.
  Task<Result<std::string>> regenerate(Credentials input, std::string address);

  // unauthenticated, invalid_argument. Ends all sign-ins, but no key.
  Task<Result<void>> change_password(Credentials input, std::string new_password,
                                     std::string address);

 private:
  Task<Result<ports::Credentials>> prove(Credentials input, std::string address);
  Task<Result<std::string>> give_key(UserId owner);

  Parts parts_;
};

}  // namespace switchboard::accounts

#pragma once
// Keeps who is signed in. Every adapter passes tests/contract/sign_in_store.cpp. An account's
// sign-ins go with the account, and with every change that grows its token version, in the same
// transaction.

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/sign_in.hpp"

namespace switchboard::ports {

struct Refreshed {
  SignIn sign_in;  // as it is now
  RefreshVerdict verdict = RefreshVerdict::active;
};

class SignInStore {
 public:
  virtual ~SignInStore() = default;

  // The id of what had to make room, if anything had. conflict: the account is gone, inactive, or
  // of another version than when it was proven who it is. Takes some lapsed sign-ins off on the
  // way, whosever they are.
  virtual Task<Result<std::optional<SignInId>>> add(SignIn sign_in, TokenVersion proven) = 0;
  // Of an account, used last first.
  virtual Task<Result<std::vector<SignIn>>> of(UserId user) = 0;
  // Judges the token and renews the sign-in, or ends it, in one transaction: see `judge`.
  // not_found: ended or lapsed.
  virtual Task<Result<Refreshed>> refresh(SignInId id, RefreshCount presented, Timestamp now,
                                          Timestamp expires_at) = 0;
  virtual Task<Result<void>> end(UserId user, SignInId id) = 0;  // not_found, also if another's
  virtual Task<Result<void>> end_all(UserId user, std::optional<SignInId> but) = 0;
};

}  // namespace switchboard::ports

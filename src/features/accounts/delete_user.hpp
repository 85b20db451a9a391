#pragma once
// The end of an account. What it said stays as tombstones, so that a room's stream has no gap.

#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/account_changes.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

class DeleteUser {
 public:
  // Both must outlive it.
  DeleteUser(ports::UserStore& store, AccountChanges& changes) : store_(store), changes_(changes) {}

  // not_found. Every shard knows before this answers.
  Task<Result<void>> run(UserId id);

 private:
  ports::UserStore& store_;
  AccountChanges& changes_;
};

}  // namespace switchboard::accounts

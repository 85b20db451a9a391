#pragma once
// One account. The edge has made sure that it is the caller's own, or that the caller is an admin.

#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/directory.hpp"

namespace switchboard::accounts {

class GetUser {
 public:
  explicit GetUser(Directory& directory) : directory_(directory) {}

  // At once, or null; then ask `run`.
  [[nodiscard]] SharedAccount at_hand(UserId id) { return directory_.at_hand(id); }
  Task<Result<SharedAccount>> run(UserId id) { return directory_.find(id); }

 private:
  Directory& directory_;
};

}  // namespace switchboard::accounts

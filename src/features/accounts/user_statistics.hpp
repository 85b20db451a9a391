#pragma once
// How many accounts there are of each role, and how many are inactive. Open to anyone, as
// documented.

#include "base/result.hpp"
#include "base/task.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

class UserStatistics {
 public:
  using Output = ports::UserStatistics;

  explicit UserStatistics(ports::UserStore& store) : store_(store) {}

  Task<Result<Output>> run() { return store_.statistics(); }

 private:
  ports::UserStore& store_;
};

}  // namespace switchboard::accounts

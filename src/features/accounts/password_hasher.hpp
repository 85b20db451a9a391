#pragma once
// bcrypt ($2b$, by libxcrypt), off the shards: one hash takes a quarter of a second at cost 12, so
// only a few may wait, and whoever comes after them is told to try again.

#include <cstddef>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/task.hpp"
#include "runtime/blocking_pool.hpp"

namespace switchboard::accounts {

class PasswordHasher {
 public:
  struct Verdict {
    bool matches = false;
    bool outdated = false;  // it matches, but was made at another cost
  };

  // Threads and queue so that the last in the queue waits about two seconds, and below the shards
  // in priority. `cores`: of the machine.
  [[nodiscard]] static runtime::BlockingPool::Options pool_options(int cost, std::size_t cores);

  // `pool` must outlive the hasher and serves nothing else. `cost`: 4 to 16.
  PasswordHasher(runtime::BlockingPool& pool, int cost);
  PasswordHasher(PasswordHasher const&) = delete;

  // `password` has passed check_password. `unavailable` when too many wait.
  Task<Result<std::string>> hash(std::string password);

  // Without a hash, or with a password that cannot have one, the answer is no after equal work, so
  // that time does not tell whether an account exists.
  Task<Result<Verdict>> verify(std::string password, std::optional<std::string> hash);

 private:
  runtime::BlockingPool& pool_;
  int cost_;
};

}  // namespace switchboard::accounts

#pragma once
// GET /api/chat/users: people by the beginning of a name, for whoever is signed in.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

class FindUsers {
 public:
  static constexpr std::size_t text_bytes_max = 100;

  // `store` must outlive it.
  explicit FindUsers(ports::UserStore& store) : store_(store) {}

  // invalid_argument: nothing to look for, or too much.
  Task<Result<std::vector<User>>> run(std::string text, std::int64_t limit);

 private:
  ports::UserStore& store_;
};

}  // namespace switchboard::accounts

#pragma once
// The accounts of one role.

#include <string>

#include "features/accounts/list_users.hpp"

namespace switchboard::accounts {

class ListUsersByRole {
 public:
  struct Input {
    std::string role;  // without regard to case
    ListUsers::Input page;
  };

  // `list` must outlive it.
  explicit ListUsersByRole(ListUsers& list) : list_(list) {}

  Task<Result<ListUsers::Output>> run(Input input);

 private:
  ListUsers& list_;
};

}  // namespace switchboard::accounts

#pragma once
// The account that makes the others admins: from ADMIN_EMAIL and ADMIN_PASSWORD at first start, or
// from the command line.

#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/password_hasher.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

class FirstAdmin {
 public:
  struct Input {
    std::string email;
    std::string username;
    std::string password;
  };

  // All must outlive it.
  FirstAdmin(ports::UserStore& store, PasswordHasher& hasher, Clock const& clock)
      : store_(store), hasher_(hasher), clock_(clock) {}

  // The rules of sign-up hold.
  Task<Result<User>> create(Input input);
  // Only if there is no admin yet; whether one was made. The username comes from the e-mail.
  Task<Result<bool>> ensure(std::string email, std::string password);

 private:
  ports::UserStore& store_;
  PasswordHasher& hasher_;
  Clock const& clock_;
};

}  // namespace switchboard::accounts

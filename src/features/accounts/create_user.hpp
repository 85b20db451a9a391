#pragma once
// Sign-up, and an admin's way to make accounts.

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/password_hasher.hpp"
#include "features/accounts/rate_limiter.hpp"
#include "model/caller.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

class CreateUser {
 public:
  struct Input {
    std::string username;
    std::string email;
    std::string password;
    std::string full_name;
    std::optional<std::string> phone_number;
    std::optional<std::string> role;  // absent: client
  };

  // All must outlive it. `open_roles`: what anyone may sign up with; `admin` is never among them.
  CreateUser(ports::UserStore& store, PasswordHasher& hasher, RateLimiter& limiter,
             Clock const& clock, std::vector<Role> open_roles);

  // `address`: of whoever signs up. Fails with the first broken rule, permission_denied (the role),
  // rate_limited, unavailable (too many hashes under way), or invalid_argument (taken).
  Task<Result<User>> run(std::optional<Caller> caller, Input input, std::string address);

 private:
  [[nodiscard]] Result<Role> role_for(std::optional<Caller> const& caller,
                                      Input const& input) const;
  Task<Result<void>> check_free(std::string email);

  ports::UserStore& store_;
  PasswordHasher& hasher_;
  RateLimiter& limiter_;
  Clock const& clock_;
  std::vector<Role> open_roles_;
};

BOOST_DESCRIBE_STRUCT(CreateUser::Input, (),
                      (username, email, password, full_name, phone_number, role))

}  // namespace switchboard::accounts

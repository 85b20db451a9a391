#pragma once
// A change to an account, by its owner or by an admin.

#include <boost/describe/class.hpp>

#include <optional>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/account_changes.hpp"
#include "features/accounts/password_hasher.hpp"
#include "features/accounts/sign_in_guard.hpp"
#include "model/caller.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

class UpdateUser {
 public:
  // What is absent or null stays, but a null phone number is cleared.
  struct Input {
    std::optional<std::string> username;
    std::optional<std::string> email;
    std::optional<std::string> password;
    std::optional<std::string> full_name;
    std::optional<std::optional<std::string>> phone_number;
    std::optional<bool> active;
    std::optional<std::string> role;
    std::optional<std::string> current_password;  // when given, it must be right
  };

  struct Parts {
    ports::UserStore& store;
    PasswordHasher& hasher;
    SignInGuard& guard;
    AccountChanges& changes;
    Clock const& clock;
  };
  // The parts must outlive it.
  explicit UpdateUser(Parts parts) : parts_(parts) {}

  // A new password, another role and a deactivation end all earlier sign-ins; every shard knows
  // before this answers. `address`: the caller's.
  Task<Result<User>> run(Caller caller, UserId id, Input input, std::string address);

 private:
  Task<Result<void>> prove(std::string address, User user, std::string current_password);

  Parts parts_;
};

BOOST_DESCRIBE_STRUCT(UpdateUser::Input, (),
                      (username, email, password, full_name, phone_number, active, role,
                       current_password))

}  // namespace switchboard::accounts

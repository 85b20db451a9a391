#pragma once
// Sign-in by e-mail and password.

#include <boost/describe/class.hpp>

#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/password_hasher.hpp"
#include "features/accounts/sign_in_guard.hpp"
#include "features/accounts/sign_ins.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

class Login {
 public:
  struct Input {
    std::string email;
    std::string password;
  };
  struct Parts {
    ports::UserStore& store;
    PasswordHasher& hasher;
    SignInGuard& guard;
    SignIns& sign_ins;
    Clock const& clock;
  };
  // The parts must outlive it.
  explicit Login(Parts parts) : parts_(parts) {}

  // A wrong password, an unknown e-mail and an inactive account fail alike, after equal work:
  // invalid_argument, `Invalid credentials`. Besides: broken rules, rate_limited, unavailable.
  Task<Result<SignedIn>> run(Input input, SignInOrigin origin);

 private:
  Task<void> renew_hash(ports::Credentials proven, std::string password);

  Parts parts_;
};

BOOST_DESCRIBE_STRUCT(Login::Input, (), (email, password))

}  // namespace switchboard::accounts

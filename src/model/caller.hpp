#pragma once
// Who asks. Made from a verified token and the account as it is now, never from what a frame or
// body says.

#include <optional>
#include <string>

#include "base/instant.hpp"
#include "model/sign_in.hpp"
#include "model/user.hpp"

namespace switchboard {

struct Caller {
  User user;
  Timestamp token_expires_at;
  std::optional<SignInId> sign_in = {};  // absent: the token was minted without one
};

}  // namespace switchboard

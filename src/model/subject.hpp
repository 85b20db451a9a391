#pragma once
// Whoever a push token proves. An existing backend may mint such tokens, so that this need not be
// one of our accounts.

#include <optional>
#include <string>

#include "base/instant.hpp"
#include "model/sign_in.hpp"
#include "model/user.hpp"

namespace switchboard {

constexpr std::size_t subject_bytes_max = 256;

struct Subject {
  std::string id;            // the token's `sub`; of an account: its id in the canonical form
  std::optional<User> user;  // when it is one of our accounts
  bool may_push = false;     // the permission `push:send`
  std::optional<Timestamp> expires_at;  // absent: the token never lapses
  std::optional<SignInId> sign_in = {};
};

}  // namespace switchboard

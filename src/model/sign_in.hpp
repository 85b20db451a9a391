#pragma once
// A sign-in: one device that proved who uses it, from log-in to log-out. Its access tokens carry
// its id; its refresh tokens its id and how often they were renewed, so that all of them cost one
// row.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/instant.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"
#include "model/user.hpp"

namespace switchboard {

using SignInId = Strong<struct SignInTag, Uuid>;
using RefreshCount = Strong<struct RefreshCountTag, std::int64_t>;

constexpr std::size_t sign_ins_max = 200;  // of one account; the one used longest ago makes room
constexpr std::size_t device_bytes_max = 256;
constexpr std::chrono::seconds refresh_grace{10};

// Where somebody signed in from.
struct SignInOrigin {
  std::string address;
  std::string device;  // User-Agent, at most device_bytes_max

  friend bool operator==(SignInOrigin const&, SignInOrigin const&) = default;
};

struct SignIn {
  SignInId id;
  UserId user;
  SignInOrigin origin;
  Timestamp created_at;
  Timestamp used_at;  // when its tokens were last renewed
  Timestamp expires_at;
  RefreshCount count;        // of the one refresh token that is good
  RefreshCount burst_first;  // the first that was replaced in the last burst of renewals,
  Timestamp burst_at;        // and when

  friend bool operator==(SignIn const&, SignIn const&) = default;
};

enum class RefreshVerdict : std::uint8_t {
  active,           // it is replaced now
  replaced_lately,  // it was, and the one that is good now is answered again
  reused,           // long ago: one of two holders is a thief, so the sign-in ends
};

// What becomes of a refresh token with this count. The one just before the good one always gets the
// good one again, for whoever holds it may never have heard of that. Those before have
// refresh_grace since their burst began, for tabs that all woke at once.
[[nodiscard]] RefreshVerdict judge(SignIn const& sign_in, RefreshCount presented, Timestamp now);

// The active token was presented.
void renew(SignIn& sign_in, Timestamp now, Timestamp expires_at);

}  // namespace switchboard

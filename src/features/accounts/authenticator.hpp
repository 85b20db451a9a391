#pragma once
// From a bearer token to whoever asks: the signature says who it was, the account as it is now says
// what they may do. One shard's own.

#include <optional>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/directory.hpp"
#include "model/caller.hpp"
#include "protocol/jose/access_token.hpp"
#include "protocol/jose/jws.hpp"

namespace switchboard::accounts {

class Authenticator {
 public:
  // `directory` and `clock` must outlive it.
  Authenticator(std::string_view secret, Directory& directory, Clock const& clock);

  // Signature and time only. `unauthenticated`; 60 s of leeway.
  [[nodiscard]] Result<jose::AccessTokenClaims> verify(std::string_view token);

  // The account behind verified claims, if it is at hand and they are good for it: at once, for
  // the usual case. Otherwise ask `admit`, which also says what is wrong.
  [[nodiscard]] std::optional<Caller> admit_at_hand(jose::AccessTokenClaims const& claims);
  // `unauthenticated`: deleted, inactive, or signed in before its last password change, role change
  // or deactivation.
  Task<Result<Caller>> admit(jose::AccessTokenClaims claims);

  // Both, for the sockets.
  Task<Result<Caller>> authenticate(std::string token);

 private:
  jose::Key key_;
  Directory& directory_;
  Clock const& clock_;
};

}  // namespace switchboard::accounts

#pragma once
// Makes the access token that a sign-in ends with. One shard's own: its key keeps a MAC ready.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "model/sign_in.hpp"
#include "protocol/jose/jws.hpp"

namespace switchboard::accounts {

class TokenIssuer {
 public:
  // `secret`: 32 bytes or more, or it throws. `clock` must outlive the issuer.
  TokenIssuer(std::string_view secret, std::chrono::seconds lifetime, Clock const& clock);

  // HS256 with the documented claims, and two of ours: `ver`, the account's token version, and
  // `sid`, the sign-in, with which the token ends.
  [[nodiscard]] std::string issue(User const& user, std::optional<SignInId> sign_in);

  [[nodiscard]] std::chrono::seconds lifetime() const { return lifetime_; }

 private:
  jose::Key key_;
  std::chrono::seconds lifetime_;
  Clock const& clock_;
};

// The key of HS256; throws when the secret is too short.
[[nodiscard]] jose::Key signing_key(std::string_view secret);

}  // namespace switchboard::accounts

#pragma once
// From a bearer token to whoever asks: the signature says who it was, the account as it is now says
// what they may do. One shard's own.

#include <optional>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/directory.hpp"
#include "features/accounts/verified_tokens.hpp"
#include "model/caller.hpp"
#include "protocol/jose/jws.hpp"

namespace switchboard::accounts {

class SubjectAuthenticator;

class Authenticator {
 public:
  // `directory` and `clock` must outlive it.
  Authenticator(std::string_view secret, Directory& directory, Clock const& clock);

  // Signature and time only. `unauthenticated`; 60 s of leeway.
  [[nodiscard]] Result<VerifiedToken> verify(std::string_view token);

  // The account behind a verified token, if it is at hand and the token is good for it: at once,
  // for the usual case. Otherwise ask `admit`, which also says what is wrong.
  [[nodiscard]] std::optional<Caller> admit_at_hand(VerifiedToken const& token);
  // `unauthenticated`: deleted, inactive, logged out, or signed in before its last password change,
  // role change or deactivation.
  Task<Result<Caller>> admit(VerifiedToken token);

  // Both, for the sockets; a foreign issuer's token too, when it names one of our accounts.
  Task<Result<Caller>> authenticate(std::string token);
  // At start-up. `foreign` must outlive the sockets.
  void accept_foreign(SubjectAuthenticator& foreign) { foreign_ = &foreign; }

 private:
  [[nodiscard]] Result<VerifiedToken> verify_signature(std::string_view token);
  [[nodiscard]] Result<void> check_time(VerifiedToken const& token) const;

  jose::Key key_;
  VerifiedTokens verified_;
  Directory& directory_;
  Clock const& clock_;
  SubjectAuthenticator* foreign_ = nullptr;
};

}  // namespace switchboard::accounts

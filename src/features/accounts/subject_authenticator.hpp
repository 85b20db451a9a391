#pragma once
// From a push token to whoever it proves: one of our accounts, or a stranger that a backend with
// our secret, or the foreign issuer whose keys we read, vouches for. One shard's own.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/directory.hpp"
#include "features/accounts/issuer_keys.hpp"
#include "model/caller.hpp"
#include "model/subject.hpp"
#include "protocol/jose/jws.hpp"
#include "protocol/jose/subject_claims.hpp"

namespace switchboard::accounts {

class SubjectAuthenticator {
 public:
  struct Rules {
    std::vector<std::string> sender_roles = {"admin"};
    // Development only: the signature is not looked at, and whoever comes may send. Warned of at
    // every use.
    bool insecure = false;
    // The keys of tokens that are not HS256; null: no such token is good. Must outlive us.
    ports::KeySet* issuer = nullptr;
    // Whoever a token is for (`aud`). Empty: a token that is for somebody is not good. Otherwise it
    // must be among them, and a foreign issuer's token must be for somebody.
    std::string audience = {};
  };

  // All but the rules must outlive it.
  SubjectAuthenticator(std::string_view secret, Directory& directory, Clock const& clock, Log& log,
                       Rules rules);

  // Signature and time only. `unauthenticated`, with a sentence that says what is wrong; 60 s of
  // leeway; `unavailable` while the issuer's keys could never be read. The token must outlive the
  // task.
  Task<Result<jose::SubjectClaims>> verify(std::string_view token);
  // Whoever is behind verified claims. An account must be active, and the token good for it, as in
  // Authenticator; its role is the account's and not the token's.
  Task<Result<Subject>> admit(jose::SubjectClaims claims);

  // Both. The token stands alone, without `Bearer `.
  Task<Result<Subject>> authenticate(std::string token);

  // Whether the token would be held against the foreign issuer's keys.
  [[nodiscard]] bool is_foreign(std::string_view token) const;
  // The account that a foreign issuer's token names, for doors that are open to accounts only.
  // `unauthenticated` also for a token that never lapses.
  Task<Result<Caller>> foreign_account(std::string token);

  // Whether what verify() answers was really verified.
  [[nodiscard]] bool trusts_signatures() const { return !rules_.insecure; }

 private:
  Task<Result<jose::SubjectClaims>> verify_signature(std::string_view token);
  [[nodiscard]] Result<void> check_moment(jose::SubjectClaims const& claims) const;
  [[nodiscard]] Result<jose::SubjectClaims> if_for_us(Result<jose::SubjectClaims> claims,
                                                      bool foreign) const;
  [[nodiscard]] Result<Subject> account(jose::SubjectClaims const& claims,
                                        Account const& account) const;
  [[nodiscard]] Subject stranger(jose::SubjectClaims claims) const;
  [[nodiscard]] bool may_push(std::string_view role, jose::SubjectClaims const& claims) const;

  jose::Key key_;
  Directory& directory_;
  Clock const& clock_;
  Log& log_;
  Rules rules_;
  std::optional<IssuerKeys> issuer_;
};

}  // namespace switchboard::accounts

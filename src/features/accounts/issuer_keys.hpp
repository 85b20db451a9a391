#pragma once
// The keys of a foreign issuer as one shard holds them: parsed, and asked for anew in time.

#include <optional>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "ports/key_set.hpp"
#include "protocol/jose/key_ring.hpp"
#include "protocol/jose/subject_claims.hpp"

namespace switchboard::accounts {

class IssuerKeys {
 public:
  // Both must outlive it.
  IssuerKeys(ports::KeySet& source, Clock const& clock) : source_(source), clock_(clock) {}
  IssuerKeys(IssuerKeys const&) = delete;

  // The claims when a key of the issuer has signed the token. `hint` is the token's own. As
  // decode_subject() refuses; unavailable when no keys could ever be read. The token must outlive
  // the task.
  Task<Result<jose::SubjectClaims>> verify(std::string_view token, jose::KeyHint hint);

 private:
  Task<Result<void>> ask(ports::KeysWanted wanted);

  ports::KeySet& source_;
  Clock const& clock_;
  ports::SharedKeySet set_;
  std::optional<jose::KeyRing> ring_;
  Instant good_until_{};
};

}  // namespace switchboard::accounts

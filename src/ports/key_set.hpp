#pragma once
// The public keys of a foreign issuer whose tokens we accept.

#include <cstdint>
#include <memory>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"

namespace switchboard::ports {

// A JWK set (RFC 7517 section 5) with at least one key that we can use, as text: whoever verifies
// makes keys of it that are its own.
using SharedKeySet = std::shared_ptr<std::string const>;

struct IssuerKeys {
  SharedKeySet set;    // the same pointer while the issuer says the same
  Instant good_until;  // ask again from then on
};

enum class KeysWanted : std::uint8_t {
  fresh,   // what was at hand is no longer good
  unseen,  // a token names a key that is not in the set at hand
};

class KeySet {
 public:
  virtual ~KeySet() = default;

  // From any loop. May ask the issuer, but not as often as it is called, so that the answer may be
  // the set that the caller has already. A set that was once read outlives an issuer that does not
  // answer. unavailable: none was ever read, or too many wait.
  virtual Task<Result<IssuerKeys>> keys(KeysWanted wanted) = 0;
};

}  // namespace switchboard::ports

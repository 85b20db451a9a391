#pragma once
// What a Key is made of. A variant, so that a key can never be taken for one of another kind: in a
// union an RSA key once passed for an HMAC key of no bytes (CVE-2026-44699).

#include <openssl/evp.h>

#include <memory>
#include <variant>

#include "protocol/jose/jws.hpp"

namespace switchboard::jose {

template <auto free>
struct FreedBy {
  template <class T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};

using MacState = std::unique_ptr<EVP_MAC_CTX, FreedBy<EVP_MAC_CTX_free>>;
using PublicKey = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;

struct Key::State {
  Algorithm algorithm;
  std::variant<MacState, PublicKey> material;
};

}  // namespace switchboard::jose

#pragma once
// The keys of a JWK set (RFC 7517 section 5), and which of them a token asks for.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jose/jws.hpp"

namespace switchboard::jose {

constexpr std::size_t jwk_set_bytes_max = std::size_t{256} << 10;

// What a token's header says of its key. Proves nothing: it only finds the key, which then pins the
// algorithm.
struct KeyHint {
  std::string alg;
  std::optional<std::string> kid;
};

// nullopt when there is no header with an `alg`.
[[nodiscard]] std::optional<KeyHint> key_hint(std::string_view token);

class KeyRing {
 public:
  static constexpr std::size_t keys_max = 32;
  // A token without `kid` is held against so many keys at most: each costs a verification.
  static constexpr std::size_t nameless_tries_max = 4;

  // The first keys_max keys that we can use; others are ignored, as section 5 asks, and so is every
  // `oct` key: a secret that is published signs nothing. nullopt when none is left.
  [[nodiscard]] static std::optional<KeyRing> parse(std::string_view jwk_set);

  // Those of the hint's algorithm and, when it has one, of its `kid`.
  [[nodiscard]] std::vector<Key*> fitting(KeyHint const& hint);
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  struct Named {
    std::optional<std::string> kid;
    Key key;
  };

  std::vector<Named> keys_;
};

}  // namespace switchboard::jose

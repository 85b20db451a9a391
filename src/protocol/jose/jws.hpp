#pragma once
// Compact JWS (RFC 7515) and its keys (RFC 7517, 7518, 8037): HS256, RS256, ES256, EdDSA. The
// algorithm is the key's, never the header's: a header that names another is refused, and `none`
// does not exist here.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::jose {

enum class Algorithm { hs256, rs256, es256, eddsa };

constexpr std::size_t jws_bytes_max = 8192;
constexpr std::size_t hmac_key_bytes_min = 32;

// A verification key that is bound to one algorithm. Not shared among threads: it keeps a keyed MAC
// ready.
class Key {
 public:
  // HS256; nullopt when shorter than hmac_key_bytes_min.
  [[nodiscard]] static std::optional<Key> hmac(std::string_view secret);
  // From a JWK's JSON. kty decides among oct, RSA (2048 bits and more), EC (P-256), OKP (Ed25519);
  // an `alg` that does not fit kty, `use` other than `sig`, or `key_ops` without `verify`: nullopt.
  [[nodiscard]] static std::optional<Key> from_jwk(std::string_view json);

  Key(Key&&) noexcept;
  Key& operator=(Key&&) noexcept;
  ~Key();

  [[nodiscard]] Algorithm algorithm() const;
  [[nodiscard]] bool verify(std::string_view signing_input, std::string_view signature);
  [[nodiscard]] std::string sign(std::string_view signing_input);  // hmac only

 private:
  struct State;
  explicit Key(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The payload when the signature is good; nullopt otherwise. Refused: not exactly three parts, over
// jws_bytes_max, loose base64url, header with duplicate members, `crit`, `b64`, `jwk`, `jku`,
// `x5c`, `x5u`, another `alg`, or a `typ` other than JWT and JWS kinds that the caller names in
// `typ` (empty: `typ` may be absent or JWT, any case).
[[nodiscard]] std::optional<std::string> verify_compact(std::string_view jws, Key& key);

// `header.payload.signature` with {"alg":"HS256","typ":"JWT"}.
[[nodiscard]] std::string sign_compact(std::string_view payload, Key& key);

}  // namespace switchboard::jose

#pragma once
// Compact JWS (RFC 7515) and its keys (RFC 7517, 7518, 8037): HS256, RS256, ES256, EdDSA. The
// algorithm is the key's, never the header's: a header that names another is refused, and `none`
// does not exist here.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::json {
class Value;
}

namespace switchboard::jose {

enum class Algorithm : std::uint8_t { hs256, rs256, es256, eddsa };

// As `alg` spells it.
[[nodiscard]] std::string_view name_of(Algorithm algorithm);

constexpr std::size_t jws_bytes_max = 8192;
constexpr std::size_t jwk_bytes_max = 16384;
constexpr std::size_t hmac_key_bytes_min = 32;

// A verification key that is bound to one algorithm. Not shared among threads: it keeps a keyed MAC
// ready.
class Key {
 public:
  // HS256; nullopt when shorter than hmac_key_bytes_min.
  [[nodiscard]] static std::optional<Key> hmac(std::string_view secret);
  // From a JWK. kty decides among oct (HS256), RSA (RS256; 2048 to 8192 bits), EC (ES256; P-256)
  // and OKP (EdDSA; Ed25519). Refused: an `alg` that does not fit kty, `use` other than `sig`,
  // `key_ops` without `verify`, duplicate members, a point that is not on the curve.
  [[nodiscard]] static std::optional<Key> from_jwk(std::string_view json);
  [[nodiscard]] static std::optional<Key> from_jwk(json::Value jwk);

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

// What `typ` may say: a JSON Web Token's is absent or `JWT` in any case (RFC 7519 section 5.1); to
// a JWS as such it means nothing (RFC 7515 section 4.1.9).
enum class Typ : std::uint8_t { jwt, any };

// The payload when the signature is good; nullopt otherwise. Refused: not exactly three parts, over
// jws_bytes_max, loose base64url, a header with duplicate members, `crit`, `b64`, `jwk`, `jku`,
// `x5c`, `x5u`, another `alg` than the key's, or a `typ` that is not wanted.
[[nodiscard]] std::optional<std::string> verify_compact(std::string_view jws, Key& key,
                                                        Typ typ = Typ::jwt);

// `header.payload.signature` with {"alg":"HS256","typ":"JWT"}.
[[nodiscard]] std::string sign_compact(std::string_view payload, Key& key);

}  // namespace switchboard::jose

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <array>

#include "base/encoding.hpp"
#include "protocol/jose/key_state.hpp"
#include "protocol/json/document.hpp"

namespace switchboard::jose {
namespace {

using BigNumber = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, FreedBy<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, FreedBy<OSSL_PARAM_free>>;
using Making = std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>>;

constexpr std::size_t members_max = 64;
constexpr int rsa_bits_min = 2048;
constexpr int rsa_bits_max = 8192;
constexpr int rsa_exponent_bits_max = 64;

// The one kind of key and algorithm that go together (RFC 7518 section 6, RFC 8037).
struct Kind {
  std::string_view kty;
  std::string_view crv;  // empty: has none
  Algorithm algorithm;
};
constexpr std::array kinds{
    Kind{"oct", "", Algorithm::hs256},
    Kind{"RSA", "", Algorithm::rs256},
    Kind{"EC", "P-256", Algorithm::es256},
    Kind{"OKP", "Ed25519", Algorithm::eddsa},
};

std::optional<std::string_view> text_of(json::Value jwk, std::string_view name) {
  auto member = jwk.find(name);
  return member ? member->string() : std::nullopt;
}

std::optional<std::string> bytes_of(json::Value jwk, std::string_view name) {
  auto text = text_of(jwk, name);
  return text ? from_base64url(*text) : std::nullopt;
}

unsigned char const* raw(std::string const& bytes) {
  return reinterpret_cast<unsigned char const*>(bytes.data());
}

bool lists_verify(json::Value operations) {
  if (operations.kind() != json::Kind::array) return false;
  bool verify = false;
  return operations.each_element([&](json::Value operation) {
    if (operation.string() == "verify") verify = true;
    return operation.string().has_value();
  }) && verify;
}

std::optional<Algorithm> algorithm_of(json::Value jwk) {
  auto kty = text_of(jwk, "kty");
  for (auto const& kind : kinds) {
    if (kty != kind.kty) continue;
    if (!kind.crv.empty() && text_of(jwk, "crv") != kind.crv) return std::nullopt;
    if (jwk.find("alg") && text_of(jwk, "alg") != name_of(kind.algorithm)) return std::nullopt;
    if (jwk.find("use") && text_of(jwk, "use") != "sig") return std::nullopt;
    auto operations = jwk.find("key_ops");
    if (operations && !lists_verify(*operations)) return std::nullopt;
    return kind.algorithm;
  }
  return std::nullopt;
}

PublicKey make(char const* type, OSSL_PARAM_BLD* builder) {
  Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  Making making(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  bool good = parameters != nullptr && making != nullptr &&
              EVP_PKEY_fromdata_init(making.get()) == 1 &&
              EVP_PKEY_fromdata(making.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  return PublicKey(good ? key : nullptr);
}

PublicKey rsa_key(json::Value jwk) {
  auto n = bytes_of(jwk, "n");
  auto e = bytes_of(jwk, "e");
  if (!n || !e || n->size() > jws_bytes_max || e->size() > jws_bytes_max) return nullptr;
  BigNumber modulus(BN_bin2bn(raw(*n), static_cast<int>(n->size()), nullptr));
  BigNumber exponent(BN_bin2bn(raw(*e), static_cast<int>(e->size()), nullptr));
  if (!modulus || !exponent) return nullptr;
  auto bits = BN_num_bits(modulus.get());
  if (bits < rsa_bits_min || bits > rsa_bits_max || !BN_is_odd(modulus.get())) return nullptr;
  if (BN_num_bits(exponent.get()) > rsa_exponent_bits_max) return nullptr;
  if (!BN_is_odd(exponent.get()) || BN_is_one(exponent.get())) return nullptr;

  ParameterBuilder builder(OSSL_PARAM_BLD_new());
  bool good = builder != nullptr &&
              OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1 &&
              OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1;
  return good ? make("RSA", builder.get()) : nullptr;
}

PublicKey p256_key(json::Value jwk) {
  constexpr std::size_t coordinate = 32;  // exactly (RFC 7518 section 6.2.1.2)
  auto x = bytes_of(jwk, "x");
  auto y = bytes_of(jwk, "y");
  if (!x || !y || x->size() != coordinate || y->size() != coordinate) return nullptr;
  std::string point = '\x04' + *x + *y;  // uncompressed
  ParameterBuilder builder(OSSL_PARAM_BLD_new());
  bool good = builder != nullptr &&
              OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                              "prime256v1", 0) == 1 &&
              OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                               point.size()) == 1;
  auto key = good ? make("EC", builder.get()) : nullptr;
  if (!key) return nullptr;
  Making check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (!check || EVP_PKEY_public_check(check.get()) != 1) return nullptr;
  return key;
}

PublicKey ed25519_key(json::Value jwk) {
  auto x = bytes_of(jwk, "x");
  if (!x) return nullptr;
  return PublicKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(*x), x->size()));
}

PublicKey public_key(json::Value jwk, Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::rs256: return rsa_key(jwk);
    case Algorithm::es256: return p256_key(jwk);
    case Algorithm::eddsa: return ed25519_key(jwk);
    case Algorithm::hs256: break;
  }
  return nullptr;
}

}  // namespace

std::optional<Key> Key::from_jwk(json::Value jwk) {
  if (!jwk.is_object() || jwk.size() > members_max || json::has_duplicates(jwk))
    return std::nullopt;
  auto algorithm = algorithm_of(jwk);
  if (!algorithm) return std::nullopt;
  if (algorithm == Algorithm::hs256) {
    auto secret = bytes_of(jwk, "k");
    return secret ? hmac(*secret) : std::nullopt;
  }
  auto key = public_key(jwk, *algorithm);
  ERR_clear_error();  // else this thread's next TLS call reads our refusal as its own
  if (!key) return std::nullopt;
  return Key(std::make_unique<State>(*algorithm, std::move(key)));
}

std::optional<Key> Key::from_jwk(std::string_view json) {
  json::Document document(json, {.bytes_max = jwk_bytes_max, .depth_max = 8, .values_max = 1024});
  return document.valid() ? from_jwk(document.root()) : std::nullopt;
}

}  // namespace switchboard::jose

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include <array>
#include <cstdint>

#include "base/expects.hpp"
#include "base/random.hpp"
#include "protocol/jose/key_state.hpp"

namespace switchboard::jose {
namespace {

using Mac = std::unique_ptr<EVP_MAC, FreedBy<EVP_MAC_free>>;
using DigestState = std::unique_ptr<EVP_MD_CTX, FreedBy<EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, FreedBy<ECDSA_SIG_free>>;
using Digest = std::array<unsigned char, 32>;

unsigned char const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}

// Without a key given anew the context starts over with the one it has.
Digest hmac_sha256(EVP_MAC_CTX* keyed, std::string_view text) {
  Digest digest;
  std::size_t size = 0;
  bool good = EVP_MAC_init(keyed, nullptr, 0, nullptr) == 1 &&
              EVP_MAC_update(keyed, bytes_of(text), text.size()) == 1 &&
              EVP_MAC_final(keyed, digest.data(), &size, digest.size()) == 1;
  expects(good && size == digest.size(), "HMAC-SHA256 to work");
  return digest;
}

std::string_view view_of(Digest const& digest) {
  return {reinterpret_cast<char const*>(digest.data()), digest.size()};
}

// JOSE writes r and s side by side (RFC 7518 section 3.4), OpenSSL reads a DER sequence.
std::string ecdsa_der(std::string_view raw) {
  constexpr int half = 32;
  if (raw.size() != 2 * half) return {};
  EcdsaSignature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(bytes_of(raw), half, nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(raw) + half, half, nullptr);
  expects(signature != nullptr && ECDSA_SIG_set0(signature.get(), r, s) == 1, "memory for r and s");
  std::string der(80, '\0');
  auto* end = reinterpret_cast<unsigned char*>(der.data());
  int size = i2d_ECDSA_SIG(signature.get(), &end);
  der.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return der;
}

bool verify_with(EVP_PKEY* key, EVP_MD const* digest, std::string_view text,
                 std::string_view signature) {
  DigestState state(EVP_MD_CTX_new());
  bool good = state != nullptr &&
              EVP_DigestVerifyInit(state.get(), nullptr, digest, nullptr, key) == 1 &&
              EVP_DigestVerify(state.get(), bytes_of(signature), signature.size(), bytes_of(text),
                               text.size()) == 1;
  ERR_clear_error();  // else this thread's next TLS call reads our refusal as its own
  return good;
}

}  // namespace

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::hs256: return "HS256";
    case Algorithm::rs256: return "RS256";
    case Algorithm::es256: return "ES256";
    case Algorithm::eddsa: return "EdDSA";
  }
  return {};
}

Key::Key(std::unique_ptr<State> state) : state_(std::move(state)) {}
Key::Key(Key&&) noexcept = default;
Key& Key::operator=(Key&&) noexcept = default;
Key::~Key() = default;

std::optional<Key> Key::hmac(std::string_view secret) {
  if (secret.size() < hmac_key_bytes_min) return std::nullopt;
  Mac mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  MacState keyed(EVP_MAC_CTX_new(mac.get()));
  std::array<char, 7> digest{"SHA256"};
  std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  expects(keyed != nullptr &&
              EVP_MAC_init(keyed.get(), bytes_of(secret), secret.size(), parameters.data()) == 1,
          "OpenSSL to offer HMAC-SHA256");
  return Key(std::make_unique<State>(Algorithm::hs256, std::move(keyed)));
}

Algorithm Key::algorithm() const { return state_->algorithm; }

bool Key::verify(std::string_view signing_input, std::string_view signature) {
  if (auto* keyed = std::get_if<MacState>(&state_->material))
    return equal_in_constant_time(view_of(hmac_sha256(keyed->get(), signing_input)), signature);

  auto* key = std::get<PublicKey>(state_->material).get();
  switch (state_->algorithm) {
    case Algorithm::rs256: return verify_with(key, EVP_sha256(), signing_input, signature);
    case Algorithm::es256:
      return verify_with(key, EVP_sha256(), signing_input, ecdsa_der(signature));
    case Algorithm::eddsa: return verify_with(key, nullptr, signing_input, signature);
    case Algorithm::hs256: break;
  }
  return false;
}

std::string Key::sign(std::string_view signing_input) {
  auto* keyed = std::get_if<MacState>(&state_->material);
  expects(keyed != nullptr, "a key that can sign");
  return std::string(view_of(hmac_sha256(keyed->get(), signing_input)));
}

}  // namespace switchboard::jose

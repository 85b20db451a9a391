#include <doctest/doctest.h>
#include <openssl/err.h>

#include "base/encoding.hpp"
#include "examples.hpp"
#include "protocol/jose/jws.hpp"

using namespace switchboard;
using jose::Key;

namespace {

bool imports(std::string const& jwk) { return Key::from_jwk(jwk).has_value(); }

// The example's key with further members.
std::string with(jose::examples::Example const& example, std::string const& members) {
  return example.jwk.substr(0, example.jwk.size() - 1) + "," + members + "}";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string oct(std::size_t bytes) {
  return R"({"kty":"oct","k":")" + to_base64url(std::string(bytes, 'k')) + "\"}";
}

using namespace jose::examples;

}  // namespace

TEST_CASE("an HMAC key under 32 bytes is refused, and so is none at all") {
  CHECK(imports(oct(32)));
  CHECK_FALSE(imports(oct(31)));
  CHECK_FALSE(imports(oct(0)));
  CHECK_FALSE(imports(R"({"kty":"oct"})"));
  CHECK_FALSE(Key::hmac(std::string(31, 'k')));
  CHECK_FALSE(Key::hmac(""));
}

TEST_CASE("alg must be the one of its kty") {
  for (auto const& example : {hs256, rs256, es256, eddsa})
    for (std::string alg : {"HS256", "RS256", "ES256", "EdDSA", "none", "HS384", "PS256"}) {
      INFO(example.name << " named " << alg);
      CHECK(imports(with(example, "\"alg\":\"" + alg + "\"")) == (alg == example.name));
    }
  CHECK_FALSE(imports(with(rs256, "\"alg\":null")));
  CHECK_FALSE(imports(with(rs256, "\"alg\":[\"RS256\"]")));
}

TEST_CASE("use and key_ops must allow verifying") {
  CHECK(imports(with(es256, R"("use":"sig")")));
  CHECK_FALSE(imports(with(es256, R"("use":"enc")")));
  CHECK_FALSE(imports(with(es256, R"("use":1)")));
  CHECK(imports(with(es256, R"("key_ops":["sign","verify"])")));
  CHECK_FALSE(imports(with(es256, R"("key_ops":["sign"])")));
  CHECK_FALSE(imports(with(es256, R"("key_ops":[])")));
  CHECK_FALSE(imports(with(es256, R"("key_ops":"verify")")));
  CHECK_FALSE(imports(with(es256, R"("key_ops":["verify",1])")));
}

TEST_CASE("duplicate members are refused, unknown ones ignored") {
  CHECK_FALSE(imports(with(rs256, R"("e":"AQAB")")));
  CHECK_FALSE(imports(with(hs256, R"("kty":"oct")")));
  CHECK(imports(with(hs256, R"("kid":"a","x5t":"b")")));
}

TEST_CASE("an RSA key is large, odd and has a sane exponent") {
  auto small = rs256.jwk;
  CHECK_FALSE(imports(replaced(small, rsa_modulus, rsa_modulus.substr(0, 170))));
  CHECK_FALSE(imports(replaced(small, rsa_modulus, "")));
  CHECK_FALSE(imports(replaced(small, rsa_modulus, to_base64url(std::string(1025, '\xff')))));
  CHECK_FALSE(imports(replaced(small, rsa_modulus, to_base64url(std::string(256, '\xfe')))));
  CHECK_FALSE(imports(replaced(small, "AQAB", "AQ")));
  CHECK_FALSE(imports(replaced(small, "AQAB", "Ag")));
  CHECK_FALSE(imports(replaced(small, "AQAB", "")));
  CHECK_FALSE(imports(replaced(small, "AQAB", "AQAB=")));
  CHECK_FALSE(imports(replaced(small, "AQAB", to_base64url(std::string(9, '\xff')))));
}

TEST_CASE("an EC key is a point on P-256, written in full") {
  std::string x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
  CHECK_FALSE(imports(replaced(es256.jwk, x, "g83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")));
  CHECK_FALSE(imports(replaced(es256.jwk, x, to_base64url(std::string(31, 'x')))));
  CHECK_FALSE(imports(replaced(es256.jwk, x, to_base64url(std::string(32, '\0')))));
  CHECK_FALSE(imports(replaced(es256.jwk, x, to_base64url('\0' + from_base64url(x).value()))));
  CHECK_FALSE(imports(replaced(es256.jwk, "P-256", "P-384")));
  CHECK_FALSE(imports(replaced(es256.jwk, "P-256", "secp256k1")));
  CHECK_FALSE(imports(replaced(es256.jwk, "\"crv\":\"P-256\",", "")));
}

TEST_CASE("an OKP key is Ed25519 of 32 bytes") {
  CHECK_FALSE(imports(replaced(eddsa.jwk, "Ed25519", "X25519")));
  CHECK_FALSE(imports(replaced(eddsa.jwk, "Ed25519", "Ed448")));
  CHECK_FALSE(imports(replaced(eddsa.jwk, "11qY", "")));
}

TEST_CASE("what is no key is refused") {
  for (std::string text :
       {"", "{}", "[]", "null", "\"oct\"", R"({"kty":null})", R"({"kty":"oct","k":1})",
        R"({"kty":"RSA"})", R"({"kty":"EC","crv":"P-256"})", R"({"kty":"OKP","crv":"Ed25519"})",
        R"({"kty":"none"})"}) {
    INFO(text);
    CHECK_FALSE(imports(text));
  }
  CHECK_FALSE(imports(with(hs256, "\"pad\":\"" + std::string(20'000, 'x') + "\"")));
}

TEST_CASE("a refused key or signature leaves no error behind for TLS to trip over") {
  ERR_clear_error();
  CHECK_FALSE(imports(replaced(es256.jwk, "f83O", "g83O")));
  CHECK(ERR_peek_error() == 0);
  auto key = std::move(*Key::from_jwk(rs256.jwk));
  CHECK_FALSE(key.verify("text", std::string(256, 'x')));
  CHECK(ERR_peek_error() == 0);
}

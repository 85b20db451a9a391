#include "protocol/jose/jws.hpp"

#include <doctest/doctest.h>

#include <array>

#include "base/encoding.hpp"
#include "examples.hpp"

using namespace switchboard;
using jose::Key;
using jose::verify_compact;

namespace {

std::array const all{jose::examples::hs256, jose::examples::rs256, jose::examples::es256,
                     jose::examples::eddsa};

Key key_of(jose::examples::Example const& example) {
  auto key = Key::from_jwk(example.jwk);
  REQUIRE(key);
  return std::move(*key);
}

Key our_key() { return std::move(*Key::hmac("0123456789abcdef0123456789abcdef")); }

// A JWS with any header and a signature that is good under `key`.
std::string signed_with(Key& key, std::string_view header, std::string_view payload = "{}") {
  auto input = to_base64url(header) + '.' + to_base64url(payload);
  return input + '.' + to_base64url(key.sign(input));
}

bool accepts_header(std::string_view header, jose::Typ typ = jose::Typ::jwt) {
  auto key = our_key();
  return verify_compact(signed_with(key, header), key, typ).has_value();
}

}  // namespace

TEST_CASE("the examples of RFC 7515 and RFC 8037 are verified") {
  for (auto const& example : all) {
    INFO(example.name);
    auto key = key_of(example);
    CHECK(name_of(key.algorithm()) == example.name);
    auto payload = verify_compact(example.jws, key);
    REQUIRE(payload);
    CHECK(*payload ==
          (example.name == "EdDSA" ? "Example of Ed25519 signing" : jose::examples::joe));
  }
}

TEST_CASE("one changed character anywhere is refused, and the key goes on working") {
  for (auto const& example : all) {
    auto key = key_of(example);
    for (std::size_t i = 0; i < example.jws.size(); ++i) {
      auto changed = example.jws;
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      INFO(example.name << " at " << i);
      CHECK_FALSE(verify_compact(changed, key));
    }
    CHECK(verify_compact(example.jws, key));
  }
}

TEST_CASE("no example passes under the key of another algorithm") {
  for (auto const& signer : all)
    for (auto const& verifier : all) {
      INFO(signer.name << " under " << verifier.name);
      auto key = key_of(verifier);
      CHECK(verify_compact(signer.jws, key).has_value() == (signer.name == verifier.name));
    }
}

TEST_CASE("a public key does not pass as an HMAC secret") {
  auto const modulus = from_base64url(jose::examples::rsa_modulus).value();
  for (auto const& victim : all) {
    if (victim.name == "HS256") continue;
    auto key = key_of(victim);
    for (auto const& secret : {victim.jwk, modulus, std::string(32, '\0')}) {
      auto forger = std::move(*Key::hmac(secret));
      for (std::string_view header :
           {R"({"alg":"HS256"})", R"({"alg":"RS256"})", R"({"alg":"ES256"})", R"({"alg":"EdDSA"})"})
        CHECK_FALSE(verify_compact(signed_with(forger, header), key));
    }
  }
}

TEST_CASE("the header cannot choose another algorithm, and none does not exist") {
  CHECK(accepts_header(R"({"alg":"HS256"})"));
  for (std::string_view alg : {"none", "None", "NONE", "nOnE", "", "hs256", "HS384", "HS512",
                               "RS256", "ES256", "EdDSA", "HS256 ", "HS256\\u0000"}) {
    INFO(alg);
    CHECK_FALSE(accepts_header(R"({"alg":")" + std::string(alg) + "\"}"));
  }
  for (std::string_view header : {"{}", "[]", "null", "", R"({"alg":null})", R"({"alg":["HS256"]})",
                                  R"({"Alg":"HS256"})", R"({"alg":"HS256"}x)", R"({"alg":"HS256")"})
    CHECK_FALSE(accepts_header(header));
  auto key = our_key();
  CHECK_FALSE(verify_compact(to_base64url(R"({"alg":"none"})") + ".e30.", key));
}

TEST_CASE("header members that say what or by which key to verify are refused") {
  for (std::string_view member :
       {R"("crit":["exp"])", R"("crit":[])", R"("b64":false)", R"("b64":true)", R"("jwk":{})",
        R"("jku":"https://x")", R"("x5c":[])", R"("x5u":"https://x")", R"("alg":"HS256")",
        R"("\u0061lg":"HS256")", R"("kid":"a","kid":"b")", R"("\u006a\u0077k":{})"}) {
    INFO(member);
    CHECK_FALSE(accepts_header(R"({"alg":"HS256",)" + std::string(member) + "}"));
  }
  CHECK(accepts_header(R"({"alg":"HS256","kid":"a","cty":"x","other":{"alg":"none"}})"));
}

TEST_CASE("typ is JWT in any case or absent, unless it means nothing to the caller") {
  CHECK(accepts_header(R"({"typ":"JWT","alg":"HS256"})"));
  CHECK(accepts_header(R"({"typ":"jwt","alg":"HS256"})"));
  CHECK_FALSE(accepts_header(R"({"typ":"JWS","alg":"HS256"})"));
  CHECK_FALSE(accepts_header(R"({"typ":"secevent+jwt","alg":"HS256"})"));
  CHECK_FALSE(accepts_header(R"({"typ":7,"alg":"HS256"})"));
  CHECK(accepts_header(R"({"typ":"JOSE","alg":"HS256"})", jose::Typ::any));
  CHECK_FALSE(accepts_header(R"({"typ":7,"alg":"HS256"})", jose::Typ::any));
}

TEST_CASE("a JWS has three parts of strict base64url and at most 8 KB") {
  auto key = our_key();
  auto good = jose::sign_compact("{}", key);
  REQUIRE(verify_compact(good, key) == "{}");
  auto payload_end = good.rfind('.');
  for (auto const& bad : {std::string(), std::string(".."), std::string("."), good + ".",
                          "." + good, good.substr(0, payload_end), good.substr(0, payload_end + 1),
                          good + "=", good + " ", " " + good, good + "\n", good + "AAAA"}) {
    INFO(bad);
    CHECK_FALSE(verify_compact(bad, key));
  }
  // The last character of 32 bytes in base64url carries two bits that must be zero.
  auto loose = good;
  loose.back() = static_cast<char>(loose.back() + 1);
  CHECK_FALSE(verify_compact(loose, key));

  auto largest = jose::sign_compact(std::string(6060, 'x'), key);
  CHECK(largest.size() <= jose::jws_bytes_max);
  CHECK(verify_compact(largest, key));
  CHECK_FALSE(verify_compact(jose::sign_compact(std::string(6200, 'x'), key), key));
}

TEST_CASE("a payload that is not base64url is refused though its signature is good") {
  auto key = our_key();
  auto input = to_base64url(R"({"alg":"HS256"})") + ".e30=";
  CHECK_FALSE(verify_compact(input + '.' + to_base64url(key.sign(input)), key));
}

TEST_CASE("an ECDSA signature is 64 bytes and never DER") {
  auto key = key_of(jose::examples::es256);
  std::string_view jws = jose::examples::es256.jws;
  auto input = jws.substr(0, jws.rfind('.'));
  auto raw = from_base64url(jws.substr(jws.rfind('.') + 1)).value();
  CHECK(key.verify(input, raw));
  std::string der =
      "\x30\x45\x02\x20" + raw.substr(0, 32) + std::string("\x02\x21\0", 3) + raw.substr(32);
  CHECK_FALSE(key.verify(input, der));
  CHECK_FALSE(key.verify(input, raw + '\0'));
  CHECK_FALSE(key.verify(input, raw.substr(0, 63)));
  CHECK_FALSE(key.verify(input, std::string(64, '\0')));
  CHECK_FALSE(key.verify(input, ""));
}

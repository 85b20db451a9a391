#include "protocol/jose/key_ring.hpp"

#include <doctest/doctest.h>

#include "base/encoding.hpp"
#include "unit/protocol/jose/examples.hpp"

using namespace switchboard;
using namespace switchboard::jose;
using namespace switchboard::jose::examples;

namespace {

std::string named(Example const& example, std::string const& kid) {
  return R"({"kid":")" + kid + "\"," + example.jwk.substr(1);
}

std::optional<KeyRing> ring_of(std::string const& keys) {
  return KeyRing::parse(R"({"keys":[)" + keys + "]}");
}

std::size_t fitting(KeyRing& ring, std::string alg, std::optional<std::string> kid = {}) {
  return ring.fitting({std::move(alg), std::move(kid)}).size();
}

}  // namespace

TEST_CASE("a key is found by its algorithm and its name, and verifies what it has signed") {
  auto ring = ring_of(named(rs256, "r") + ',' + named(es256, "e") + ',' + eddsa.jwk);
  REQUIRE(ring);
  CHECK(ring->size() == 3);
  CHECK(fitting(*ring, "RS256", "r") == 1);
  CHECK(fitting(*ring, "RS256") == 1);
  CHECK(fitting(*ring, "ES256", "r") == 0);  // the key is no such key, whatever the header says
  CHECK(fitting(*ring, "HS256", "r") == 0);
  CHECK(fitting(*ring, "EdDSA", "e") == 0);
  for (auto const* example : {&rs256, &es256}) {
    auto hint = key_hint(example->jws);
    REQUIRE(hint);
    auto keys = ring->fitting(*hint);
    REQUIRE(keys.size() == 1);
    CHECK(verify_compact(example->jws, *keys.front()) == joe);
  }
}

TEST_CASE("keys that are of no use are passed over, and a set of none is no set") {
  CHECK_FALSE(ring_of(""));
  CHECK_FALSE(ring_of(hs256.jwk));
  CHECK_FALSE(ring_of(R"({"kty":"OKP","crv":"Ed448","x":"AA"},{"kty":"new"},7,null)"));
  auto ring = ring_of(hs256.jwk + R"(,{"kty":"new"},7,)" + eddsa.jwk);
  REQUIRE(ring);
  CHECK(ring->size() == 1);
  for (std::string const text : {"", "[]", "7", "{}", R"({"keys":{}})", R"({"keys":7})"})
    CHECK_FALSE(KeyRing::parse(text));
}

TEST_CASE("a set has its bound, and so has what a token without a name costs") {
  std::string many = named(eddsa, "0");
  for (std::size_t i = 1; i < KeyRing::keys_max + 5; ++i)
    many += ',' + named(eddsa, std::to_string(i));
  auto ring = ring_of(many);
  REQUIRE(ring);
  CHECK(ring->size() == KeyRing::keys_max);
  CHECK(fitting(*ring, "EdDSA") == KeyRing::nameless_tries_max);
  CHECK(fitting(*ring, "EdDSA", "7") == 1);
  auto padded = R"({"keys":[)" + eddsa.jwk + "]}";
  CHECK(KeyRing::parse(padded));
  CHECK_FALSE(KeyRing::parse(padded + std::string(jwk_set_bytes_max, ' ')));
}

TEST_CASE("a hint is what the header says, and nothing where it says nothing") {
  auto of = [](std::string const& header) { return key_hint(to_base64url(header) + ".e30.AA"); };
  auto hint = of(R"({"alg":"RS256","kid":"k"})");
  REQUIRE(hint);
  CHECK(hint->alg == "RS256");
  CHECK(hint->kid == "k");
  CHECK_FALSE(of(R"({"alg":"RS256"})")->kid);
  CHECK_FALSE(of(R"({"alg":"RS256","kid":7})")->kid);
  for (auto const* header : {"", "{}", "[]", R"({"alg":7})", "{"}) CHECK_FALSE(of(header));
  CHECK_FALSE(key_hint("not base64url!"));
  CHECK_FALSE(key_hint(std::string(jws_bytes_max + 1, 'A')));
}

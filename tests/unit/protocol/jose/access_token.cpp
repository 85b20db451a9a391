#include "protocol/jose/access_token.hpp"

#include <doctest/doctest.h>

#include "base/encoding.hpp"

using namespace switchboard;
using jose::AccessTokenClaims;
using jose::Key;

namespace {

Key our_key() { return std::move(*Key::hmac("0123456789abcdef0123456789abcdef")); }

AccessTokenClaims const claims{
    .sub = Uuid::parse("0191e2a4-7b1c-7000-8000-00000000002a").value(),
    .name = "jsmith",
    .email = "john@example.com",
    .role = "client",
    .exp = 1'700'086'400,
    .iat = 1'700'000'000,
};

std::string const documented =
    R"({"sub":"0191e2a4-7b1c-7000-8000-00000000002a","name":"jsmith","email":"john@example.com",)"
    R"("role":"client","exp":1700086400,"iat":1700000000})";

Result<AccessTokenClaims> decoded(std::string_view payload) {
  auto key = our_key();
  return jose::decode(jose::sign_compact(payload, key), key);
}

// The documented payload with one text in the place of another.
Result<AccessTokenClaims> decoded_with(std::string_view from, std::string_view to) {
  auto payload = documented;
  auto at = payload.find(from);
  REQUIRE(at != std::string::npos);
  return decoded(payload.replace(at, from.size(), to));
}

void check_refused(Result<AccessTokenClaims> const& result) {
  REQUIRE(!result);
  CHECK(result.error().code == Errc::unauthenticated);
  CHECK(result.error().message == "Invalid authentication token");
}

}  // namespace

TEST_CASE("a token carries the six documented claims and nothing else unless it is there") {
  auto key = our_key();
  auto token = jose::encode(claims, key);
  CHECK(token.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
  CHECK(jose::verify_compact(token, key) == documented);
  CHECK(*jose::decode(token, key) == claims);
}

TEST_CASE("the sign-in's id and the token version come back too") {
  auto key = our_key();
  auto ours = claims;
  ours.sid = "sign-in 7 \"quoted\"";
  ours.token_version = 3;
  ours.name = "żółw";
  CHECK(*jose::decode(jose::encode(ours, key), key) == ours);
}

TEST_CASE("a token signed elsewhere with the documented claims is read") {
  auto read = decoded(R"( {"iat":1700000000,"exp":1700086400.0,"nbf":1699999999,"role":"client",
      "email":"john@example.com","name":"jsmith","iss":"elsewhere","nested":{"exp":"x"},
      "sub":"0191E2A4-7B1C-7000-8000-00000000002A"} )");
  REQUIRE(read);
  CHECK(read->nbf == 1'699'999'999);
  CHECK(read->exp == claims.exp);
  CHECK(read->sub == claims.sub);
  CHECK_FALSE(read->sid.has_value());
  CHECK_FALSE(read->token_version.has_value());
}

TEST_CASE("each documented claim must be there, once, with its type") {
  for (std::string_view claim :
       {R"("sub":"0191e2a4-7b1c-7000-8000-00000000002a")", R"("name":"jsmith")",
        R"("email":"john@example.com")", R"("role":"client")", R"("exp":1700086400)",
        R"("iat":1700000000)"}) {
    INFO(claim);
    check_refused(decoded_with(claim, R"("other":1)"));
    check_refused(decoded_with(claim, std::string(claim) + "," + std::string(claim)));
    auto name = std::string(claim.substr(0, claim.find(':') + 1));
    check_refused(decoded_with(claim, name + "null"));
    check_refused(decoded_with(claim, name + "[]"));
    check_refused(decoded_with(claim, name + "true"));
  }
}

TEST_CASE("a time is an integral number of sane size") {
  for (std::string_view time : {"\"1700086400\"", "1700086400.5", "1e300", "9223372036854775807",
                                "-9223372036854775808", "99999999999999999999", "null", "{}"}) {
    INFO(time);
    check_refused(decoded_with("1700086400", time));
    check_refused(decoded_with(R"("exp")", R"("nbf":)" + std::string(time) + R"(,"exp")"));
  }
}

TEST_CASE("our own claims are refused with a wrong type or twice") {
  check_refused(decoded_with("{", R"({"sid":7,)"));
  check_refused(decoded_with("{", R"({"ver":"1",)"));
  check_refused(decoded_with("{", R"({"ver":1.5,)"));
  check_refused(decoded_with("{", R"({"ver":1,"ver":1,)"));
  check_refused(decoded_with("{", R"({"x":1,"x":1,)"));
}

TEST_CASE("a token for another audience is refused") {
  check_refused(decoded_with("{", R"({"aud":"billing",)"));
  check_refused(decoded_with("{", R"({"aud":["billing"],)"));
}

TEST_CASE("a subject that is no UUID is told apart, for the signature was good") {
  auto read = decoded_with("0191e2a4-7b1c-7000-8000-00000000002a", "admin");
  REQUIRE(!read);
  CHECK(read.error().code == Errc::unauthenticated);
  CHECK(read.error().message == "Invalid user ID in token");
}

TEST_CASE("a payload that is no JSON object is refused") {
  for (std::string_view payload : {"", "[]", "null", "{", "\"text\"", "{\"sub\":\"\xff\"}"})
    check_refused(decoded(payload));
}

TEST_CASE("a forged token is refused: none, another algorithm, another key") {
  auto key = our_key();
  auto payload = '.' + to_base64url(documented);
  check_refused(jose::decode(to_base64url(R"({"alg":"none"})") + payload + '.', key));

  auto hs384 = to_base64url(R"({"alg":"HS384","typ":"JWT"})") + payload;
  check_refused(jose::decode(hs384 + '.' + to_base64url(key.sign(hs384)), key));

  auto stranger = std::move(*Key::hmac("another key that is quite long enough"));
  check_refused(jose::decode(jose::encode(claims, stranger), key));
}

#include "protocol/jose/subject_claims.hpp"

#include <doctest/doctest.h>

#include "base/encoding.hpp"

using namespace switchboard;
using jose::Key;
using jose::SubjectClaims;

namespace {

Key our_key() { return std::move(*Key::hmac("0123456789abcdef0123456789abcdef")); }

Result<SubjectClaims> decoded(std::string_view payload) {
  auto key = our_key();
  return jose::decode_subject(jose::sign_compact(payload, key), key);
}

std::string refusal(Result<SubjectClaims> const& result) {
  REQUIRE(!result);
  CHECK(result.error().code == Errc::unauthenticated);
  return result.error().message;
}

// The document's own sample: its signature belongs to another payload.
constexpr std::string_view sample =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJzdWIiOiJ1c2VyMTIzIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
    "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

}  // namespace

TEST_CASE("nothing but sub must be in a push token") {
  CHECK(*decoded(R"({"sub":"user123"})") == SubjectClaims{.sub = "user123"});
  auto claims = decoded(R"({"sub":"u","role":"service","exp":1700086400,"nbf":1,"iat":2,"ver":3,)"
                        R"("name":{"first":["nested"]},"email":null})");
  REQUIRE(claims);
  CHECK(*claims == SubjectClaims{.sub = "u",
                                 .role = "service",
                                 .exp = 1'700'086'400,
                                 .nbf = 1,
                                 .iat = 2,
                                 .token_version = 3});
}

TEST_CASE("a token without a subject says so") {
  for (auto const* payload : {R"({})", R"({"sub":""})", R"({"sub":null})", R"({"sub":42})"})
    CHECK(refusal(decoded(payload)) == "Token does not contain user ID (sub field)");
}

TEST_CASE("a subject may be as long as an inbox's name and no longer") {
  CHECK(decoded(R"({"sub":")" + std::string(256, 'a') + "\"}"));
  CHECK(refusal(decoded(R"({"sub":")" + std::string(257, 'a') + "\"}")) == "Invalid token format");
}

TEST_CASE("the scope push:send is found in a list of either form, and only as a word") {
  auto scope = [](std::string const& value) {
    return decoded(R"({"sub":"u","scope":)" + value + "}")->push_scope;
  };
  CHECK(scope(R"("push:send")"));
  CHECK(scope(R"("read push:send write")"));
  CHECK(scope(R"(["read","push:send"])"));
  for (auto const* other :
       {R"("push:sender")", R"("xpush:send")", R"("push :send")", R"("")", R"([])", R"(["read"])",
        R"([["push:send"]])", "true", "null", R"({"push:send":true})"})
    CHECK_FALSE(scope(other));
}

TEST_CASE("a time may have a fraction, which is cut, and must be a number within bounds") {
  CHECK(decoded(R"({"sub":"u","exp":1700086400.75})")->exp == 1'700'086'400);
  CHECK(decoded(R"({"sub":"u","exp":-0.5})")->exp == -1);
  for (auto const* time : {"\"1700086400\"", "null", "1e300", "[1]", "true"})
    CHECK(refusal(decoded(R"({"sub":"u","exp":)" + std::string(time) + "}")) ==
          "Invalid token format");
}

TEST_CASE("an audience is one string or several, and nothing else") {
  using Strings = std::vector<std::string>;
  CHECK(decoded(R"({"sub":"a"})")->audience.empty());
  CHECK(decoded(R"({"sub":"a","aud":"elsewhere"})")->audience == Strings{"elsewhere"});
  CHECK(decoded(R"({"sub":"a","aud":["one","two"]})")->audience == Strings{"one", "two"});
  for (auto const* wrong : {"[]", "null", "1", "{}", R"(["one",2])", R"([["one"]])"})
    CHECK(refusal(decoded(R"({"sub":"a","aud":)" + std::string(wrong) + "}")) ==
          "Invalid token format");
}

TEST_CASE("a version of another issuer counts for nothing") {
  CHECK_FALSE(decoded(R"({"sub":"a","ver":"2.0"})")->token_version);
  CHECK(decoded(R"({"sub":"a","ver":2})")->token_version == 2);
}

TEST_CASE("a claim that comes twice is refused") {
  CHECK(refusal(decoded(R"({"sub":"a","sub":"b"})")) == "Invalid token format");
  CHECK(refusal(decoded(R"({"sub":"a","exp":9,"exp":10})")) == "Invalid token format");
}

TEST_CASE("a bad signature and what is no token are told apart") {
  auto key = our_key();
  CHECK(refusal(jose::decode_subject(sample, key)) == "Invalid token signature");
  auto none = "eyJhbGciOiJub25lIn0." + to_base64url(R"({"sub":"u"})") + ".";
  CHECK(refusal(jose::decode_subject(none, key)) == "Invalid token signature");
  for (auto const* text : {"", "garbage", "a.b.c", "..", "a.b", "a.b.c.d"})
    CHECK(refusal(jose::decode_subject(text, key)) == "Invalid token format");
  CHECK(refusal(decoded("[]")) == "Invalid token format");
  CHECK(refusal(decoded("{")) == "Invalid token format");
}

TEST_CASE("without verifying, the document's sample tells whose it is") {
  auto claims = jose::decode_subject_unverified(sample);
  REQUIRE(claims);
  CHECK(*claims == SubjectClaims{.sub = "user123", .iat = 1'516'239'022});
  CHECK(refusal(jose::decode_subject_unverified("a.b.c")) == "Invalid token format");
  CHECK(refusal(jose::decode_subject_unverified("e30.e30.")) ==
        "Token does not contain user ID (sub field)");
  CHECK(refusal(jose::decode_subject_unverified(std::string(9000, '.'))) == "Invalid token format");
}

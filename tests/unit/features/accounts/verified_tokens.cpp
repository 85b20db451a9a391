#include "features/accounts/verified_tokens.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace switchboard;
using accounts::VerifiedTokens;

TEST_CASE("a token is known letter for letter, or not at all") {
  VerifiedTokens tokens;
  UserId jane(Uuid::random());
  tokens.keep("header.payload.signature", {.user = jane, .expires_at = 7});
  auto const* known = tokens.find("header.payload.signature");
  REQUIRE(known != nullptr);
  CHECK(known->user == jane);
  CHECK(known->expires_at == 7);
  for (auto other : {"header.payload.signaturf", "header.payload.signature ", "header.payload", ""})
    CHECK(tokens.find(other) == nullptr);
}

TEST_CASE("memory is bounded, and what is in use outlives what is not") {
  VerifiedTokens tokens(10);
  tokens.keep("used", {});
  tokens.keep("unused", {});
  for (int i = 0; i < 1000; ++i) {
    tokens.keep("token " + std::to_string(i), {});
    REQUIRE(tokens.find("used") != nullptr);
    REQUIRE(tokens.size() <= 20);
  }
  CHECK(tokens.find("unused") == nullptr);
}

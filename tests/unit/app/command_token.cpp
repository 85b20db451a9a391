#include <doctest/doctest.h>

#include <string>

#include "app/commands.hpp"
#include "protocol/jose/access_token.hpp"

using namespace switchboard;
using namespace switchboard::app;

namespace {

Settings settings_with_secret() {
  auto settings = default_settings();
  settings.jwt_secret = std::string(32, 'k');
  return settings;
}

constexpr Timestamp now{std::chrono::seconds(1'800'000'000)};
std::string const account = "a1b2c3d4-e5f6-4890-abcd-ef1234567890";

}  // namespace

TEST_CASE("a minted token has the documented claims and lives as long as it was told") {
  auto settings = settings_with_secret();
  auto key = *jose::Key::hmac(settings.jwt_secret);
  auto token = mint_token(settings, {account, "trainer", "", std::chrono::seconds(60)}, now);
  auto claims = jose::decode(token, key);
  REQUIRE(claims);
  CHECK(claims->sub.to_string() == account);
  CHECK(claims->role == "trainer");
  CHECK(claims->iat == 1'800'000'000);
  CHECK(claims->exp == 1'800'000'060);
  auto usual = jose::decode(mint_token(settings, {.sub = account}, now), key);
  CHECK(usual->exp - usual->iat == 86'400);
  CHECK(usual->role == "client");
}

TEST_CASE("a scope is in the token only when one was given, and nothing breaks out of a claim") {
  auto settings = settings_with_secret();
  auto key = *jose::Key::hmac(settings.jwt_secret);
  auto payload_of = [&](TokenClaims const& claims) {
    return *jose::verify_compact(mint_token(settings, claims, now), key);
  };
  CHECK(payload_of({.sub = "x"}).find("scope") == std::string::npos);
  CHECK(payload_of({.sub = "x", .scope = "push:send"}).find(R"("scope":"push:send")") !=
        std::string::npos);
  CHECK(payload_of({.sub = R"(x","role":"admin)"}).find(R"("role":"admin")") == std::string::npos);
}

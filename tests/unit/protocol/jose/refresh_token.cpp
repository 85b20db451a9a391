#include "protocol/jose/refresh_token.hpp"

#include <doctest/doctest.h>

#include <cstdint>

using namespace switchboard;

namespace {

constexpr std::string_view secret = "a secret of thirty-two bytes and more";

}  // namespace

TEST_CASE("a refresh token comes back as it was made, at both ends of the count") {
  auto key = jose::refresh_key(secret);
  for (auto count :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{0x0102030405060708}, INT64_MAX}) {
    jose::RefreshToken token{Uuid::random(), count};
    auto text = jose::encode(token, key);
    CHECK(text.size() == 55);
    CHECK(jose::decode_refresh(text, key) == token);
  }
}

TEST_CASE("a refresh token with any character changed, cut or added is none") {
  auto key = jose::refresh_key(secret);
  auto text = jose::encode({Uuid::random(), 7}, key);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(jose::decode_refresh(changed, key));
  }
  CHECK_FALSE(jose::decode_refresh(text.substr(1), key));
  CHECK_FALSE(jose::decode_refresh(text + "A", key));
  CHECK_FALSE(jose::decode_refresh("", key));
}

TEST_CASE("a refresh token of another secret is none, and neither is one under the secret itself") {
  auto key = jose::refresh_key(secret);
  auto other = jose::refresh_key("another secret of thirty-two bytes!!");
  auto access_tokens = *jose::Key::hmac(secret);
  jose::RefreshToken token{Uuid::random(), 7};
  CHECK_FALSE(jose::decode_refresh(jose::encode(token, other), key));
  CHECK_FALSE(jose::decode_refresh(jose::encode(token, access_tokens), key));
}

TEST_CASE("a negative count under a good MAC is refused") {
  auto key = jose::refresh_key(secret);
  CHECK_FALSE(jose::decode_refresh(jose::encode({Uuid::random(), -1}, key), key));
}

TEST_CASE("a secret too short for a key stops the start") {
  CHECK_THROWS(static_cast<void>(jose::refresh_key("short")));
}

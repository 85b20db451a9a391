#include "base/encoding.hpp"

#include <doctest/doctest.h>

using namespace switchboard;

TEST_CASE("base64url turns every length back into itself") {
  std::string bytes;
  for (int i = 0; i < 64; ++i) {
    CHECK(from_base64url(to_base64url(bytes)) == bytes);
    bytes += static_cast<char>(i * 37);
  }
}

TEST_CASE("base64url refuses padding, foreign characters and loose bits") {
  CHECK(from_base64url("Zg") == "f");
  CHECK(!from_base64url("Zg=="));
  CHECK(!from_base64url("Zh"));  // the unused bits are not zero
  CHECK(!from_base64url("Zg+/"));
  CHECK(!from_base64url("Z"));
}

TEST_CASE("base64 pads as RFC 4648 shows") {
  CHECK(to_base64("foob") == "Zm9vYg==");
  CHECK(to_base64("fooba") == "Zm9vYmE=");
  CHECK(to_base64("foobar") == "Zm9vYmFy");
}

#include "base/uuid.hpp"

#include <doctest/doctest.h>

using namespace switchboard;

TEST_CASE("a uuid reads back what it writes, and nothing but the canonical form") {
  auto uuid = Uuid::random();
  CHECK(Uuid::parse(uuid.to_string()) == uuid);
  CHECK(Uuid::parse("A1B2C3D4-E5F6-7890-ABCD-EF1234567890")->to_string() ==
        "a1b2c3d4-e5f6-7890-abcd-ef1234567890");
  CHECK(!Uuid::parse("a1b2c3d4e5f67890abcdef1234567890"));
  CHECK(!Uuid::parse("{a1b2c3d4-e5f6-7890-abcd-ef1234567890}"));
  CHECK(!Uuid::parse("g1b2c3d4-e5f6-7890-abcd-ef1234567890"));
  CHECK(!Uuid::parse(""));
}

TEST_CASE("version and variant are those of RFC 9562") {
  CHECK(Uuid::random().to_string()[14] == '4');
  auto early = Uuid::at(Timestamp(std::chrono::milliseconds(1)));
  auto late = Uuid::at(Timestamp(std::chrono::milliseconds(2)));
  CHECK(early.to_string()[14] == '7');
  CHECK(early < late);
}

TEST_CASE("timestamps are written as RFC 3339") {
  using namespace std::chrono;
  Timestamp moment = sys_days(2026y / 11 / 20) + 8h + 15min + 7s + 123us;
  CHECK(to_rfc3339(moment) == "2026-11-20T08:15:07.000123Z");
}

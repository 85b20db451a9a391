#include "base/instant.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace std::chrono_literals;

TEST_CASE("the time until a moment is exact within a century, and never runs over") {
  Timestamp const now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 20)};
  CHECK(time_until(now + 5us, now) == 5us);
  CHECK(time_until(now - 1h, now) == -1h);
  constexpr std::chrono::days century(36'525);
  CHECK(time_until(now + century - 1us, now) == century - 1us);
  Timestamp const last{std::chrono::sys_days(std::chrono::year(9999) / 12 / 31)};
  CHECK(time_until(last, now) == century);
  CHECK(time_until(now, last) == -century);
  CHECK(Instant(1h) + time_until(last, now) > Instant(1h));
}

TEST_CASE("a moment is written as RFC 3339 has it, with all its digits") {
  Timestamp const moment{std::chrono::sys_days(std::chrono::year(2026) / 1 / 2) + 3h + 4min + 5s +
                         6us};
  CHECK(to_rfc3339(moment) == "2026-01-02T03:04:05.000006Z");
}

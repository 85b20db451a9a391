#include "features/accounts/rate_limiter.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace switchboard::accounts;
using namespace std::chrono_literals;

namespace {

constexpr Instant noon{Duration(1h)};

int spend_until_refused(RateLimiter& limiter, BudgetKey const& key, Instant now) {
  int spent = 0;
  while (spent < 10'000 && limiter.spend_request(key, now)) ++spent;
  return spent;
}

}  // namespace

TEST_CASE("300 requests in ten seconds pass, the next does not, and it learns when to come back") {
  RateLimiter limiter({});
  auto key = budget_of_address("10.0.0.1");
  CHECK(spend_until_refused(limiter, key, noon) == 300);
  auto refused = limiter.spend_request(key, noon + 3s + 1ms);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::rate_limited);
  CHECK(refused.error().retry_after == 7s);
  CHECK_FALSE(limiter.spend_request(key, noon + 10s - 1ns));
  CHECK(limiter.spend_request(key, noon + 10s));
}

TEST_CASE("a client within its rate is never refused") {
  RateLimiter limiter({});
  auto key = budget_of_address("10.0.0.1");
  for (int i = 0; i < 3000; ++i) REQUIRE(limiter.spend_request(key, noon + i * 34ms));
}

TEST_CASE("ten sign-ups a minute pass, apart from requests") {
  RateLimiter limiter({});
  auto key = budget_of_address("10.0.0.1");
  for (int i = 0; i < 10; ++i) CHECK(limiter.spend_sign_up(key, noon));
  CHECK_FALSE(limiter.spend_sign_up(key, noon + 59s));
  CHECK(limiter.spend_request(key, noon));
  CHECK(limiter.spend_sign_up(key, noon + 60s));
}

TEST_CASE("limits that are switched off let everything pass") {
  RateLimiter limiter({.enabled = false});
  auto key = budget_of_address("10.0.0.1");
  CHECK(spend_until_refused(limiter, key, noon) == 10'000);
  for (int i = 0; i < 100; ++i) CHECK(limiter.spend_sign_up(key, noon));
}

TEST_CASE("IPv6 counts by its /64, IPv4 by its address, in either form") {
  CHECK(budget_of_address("2001:db8::1") == budget_of_address("2001:db8::ffff:1"));
  CHECK(budget_of_address("2001:db8::1") != budget_of_address("2001:db8:0:1::1"));
  CHECK(budget_of_address("10.0.0.1") != budget_of_address("10.0.0.2"));
  CHECK(budget_of_address("::ffff:10.0.0.1") == budget_of_address("10.0.0.1"));
  CHECK(budget_of_address("::ffff:10.0.0.1") != budget_of_address("::ffff:10.0.0.2"));
  CHECK(budget_of_address("a:0:0:1::") != budget_of_address("0.10.0.0"));
}

TEST_CASE("accounts count without regard to case, and no kind of key is taken for another") {
  CHECK(budget_of_account("Jane@Example.com") == budget_of_account("jane@example.com"));
  CHECK(budget_of_account("jane@example.com") != budget_of_account("john@example.com"));
  CHECK(budget_of_token("0123456789abcdef") != budget_of_account("0123456789abcdef"));
  CHECK(budget_of_token("x.y.0123456789abcdefA") != budget_of_token("x.y.0123456789abcdefB"));
}

TEST_CASE("however many addresses come, what is remembered is bounded") {
  RateLimiter limiter({.keys_max = 64});
  for (int i = 0; i < 1000; ++i) {
    auto address = "10.0." + std::to_string(i / 250) + '.' + std::to_string(i % 250);
    CHECK(limiter.spend_request(budget_of_address(address), noon));
  }
  // The last one is still known: a busy client does not lose its count to strangers at once.
  auto last = budget_of_address("10.0.3.249");
  CHECK(spend_until_refused(limiter, last, noon) == 299);
}

#include "features/accounts/sign_in_guard.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;
using accounts::SignInGuard;

namespace {

struct Guarded {
  AccountsRig rig;
  SignInGuard guard{{}};

  Result<SignInGuard::Attempt> enter(std::string address, std::string email) {
    return rig.run(guard.enter(address, email));
  }
  bool fail_once(std::string const& address, std::string const& email) {
    auto attempt = enter(address, email);
    if (attempt) attempt->failed(rig.clock.now());
    return attempt.has_value();
  }
  int fail_until_refused(std::string const& address, std::string const& email) {
    int failures = 0;
    while (failures < 1000 && fail_once(address, email)) ++failures;
    return failures;
  }
};

}  // namespace

TEST_CASE("an account takes exactly five wrong passwords, and again when the minute is over") {
  Guarded it;
  CHECK(it.fail_until_refused("10.0.0.1", "jane@example.com") == 5);
  it.rig.advance(20s);
  auto refused = it.enter("10.0.0.2", "JANE@example.com");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::rate_limited);
  CHECK(refused.error().retry_after == 40s);
  CHECK(it.enter("10.0.0.1", "john@example.com"));
  it.rig.advance(40s - 1ms);
  CHECK_FALSE(it.enter("10.0.0.1", "jane@example.com"));
  it.rig.advance(1ms);
  CHECK(it.enter("10.0.0.1", "jane@example.com"));
}

TEST_CASE("whoever goes on guessing waits longer each time, up to a quarter of an hour") {
  Guarded it;
  std::vector<std::chrono::seconds> waits;
  for (int i = 0; i < 7; ++i) {
    CHECK(it.fail_until_refused("10.0.0.1", "jane@example.com") == 5);
    auto refused = it.enter("10.0.0.1", "jane@example.com");
    REQUIRE_FALSE(refused);
    waits.push_back(refused.error().retry_after);
    it.rig.advance(waits.back());
  }
  CHECK(waits == std::vector<std::chrono::seconds>{60s, 120s, 240s, 480s, 900s, 900s, 900s});
}

TEST_CASE("an hour of peace, and the right password, are both a fresh start") {
  Guarded it;
  auto wait_after_block = [&] {
    CHECK(it.fail_until_refused("10.0.0.1", "jane@example.com") == 5);
    return it.enter("10.0.0.1", "jane@example.com").error().retry_after;
  };
  CHECK(wait_after_block() == 60s);
  it.rig.advance(60s);
  CHECK(wait_after_block() == 120s);
  it.rig.advance(120s + 1h);
  CHECK(wait_after_block() == 60s);
  it.rig.advance(60s);
  it.enter("10.0.0.1", "jane@example.com")->succeeded();
  CHECK(wait_after_block() == 60s);
}

TEST_CASE("an address takes twenty, whatever accounts it tries, and a right one buys no more") {
  Guarded it;
  int failures = 0;
  while (failures < 100 &&
         it.fail_once("10.0.0.1", "u" + std::to_string(failures) + "@example.com")) {
    ++failures;
    if (failures == 10) it.enter("10.0.0.1", "mine@example.com")->succeeded();
  }
  CHECK(failures == 20);
  CHECK_FALSE(it.enter("10.0.0.1", "jane@example.com"));
  CHECK(it.enter("10.0.0.2", "jane@example.com"));
}

TEST_CASE("a refused account does not spend the budget of the address") {
  Guarded it;
  CHECK(it.fail_until_refused("10.0.0.1", "jane@example.com") == 5);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(it.enter("10.0.0.1", "jane@example.com"));
  CHECK(it.fail_until_refused("10.0.0.1", "john@example.com") == 5);
}

TEST_CASE("guesses sent at once gain nothing: the sixth waits for the verdicts on five") {
  Guarded it;
  std::vector<SignInGuard::Attempt> attempts;
  for (int i = 0; i < 5; ++i)
    attempts.push_back(std::move(*it.enter("10.0.0.1", "jane@example.com")));
  auto sixth = it.rig.begin(it.guard.enter("10.0.0.1", "jane@example.com"));
  it.rig.advance(50ms);
  CHECK_FALSE(sixth->result);

  SUBCASE("all five were wrong") {
    for (auto& attempt : attempts) attempt.failed(it.rig.clock.now());
    attempts.clear();
    it.rig.advance(50ms);
    REQUIRE(sixth->result);
    CHECK(code_of(*sixth->result) == Errc::rate_limited);
  }
  SUBCASE("they were right") {
    for (auto& attempt : attempts) attempt.succeeded();
    attempts.clear();
    it.rig.advance(50ms);
    REQUIRE(sixth->result);
    CHECK(sixth->result->has_value());
  }
  SUBCASE("they never end") {
    for (int i = 0; i < 60; ++i) it.rig.advance(50ms);
    REQUIRE(sixth->result);
    CHECK(code_of(*sixth->result) == Errc::rate_limited);
  }
}

TEST_CASE("an attempt without a verdict counts as none") {
  Guarded it;
  for (int i = 0; i < 50; ++i) CHECK(it.enter("10.0.0.1", "jane@example.com"));
}

TEST_CASE("a guard that is switched off lets everybody guess") {
  Guarded it;
  SignInGuard off({.enabled = false});
  for (int i = 0; i < 50; ++i) {
    auto attempt = it.rig.run(off.enter("10.0.0.1", "jane@example.com"));
    REQUIRE(attempt);
    attempt->failed(it.rig.clock.now());
  }
}

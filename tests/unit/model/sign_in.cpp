#include "model/sign_in.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace std::chrono_literals;

namespace {

Timestamp at(Duration since) {
  return Timestamp(1'700'000'000s) + std::chrono::floor<std::chrono::microseconds>(since);
}

SignIn fresh() {
  return {.id = SignInId(Uuid::random()),
          .user = UserId(Uuid::random()),
          .origin = {"127.0.0.1", "a browser"},
          .created_at = at(0s),
          .used_at = at(0s),
          .expires_at = at(60s),
          .count = {},
          .burst_first = {},
          .burst_at = at(0s)};
}

// Renewed at each of these moments with the token that is good.
SignIn renewed(SignIn sign_in, std::initializer_list<Duration> when) {
  for (auto moment : when) renew(sign_in, at(moment), at(moment + 60s));
  return sign_in;
}

RefreshVerdict verdict(SignIn const& sign_in, std::int64_t count, Duration when) {
  return judge(sign_in, RefreshCount(count), at(when));
}

}  // namespace

TEST_CASE("the token that is good is the active one, and renewing makes it the parent") {
  auto sign_in = fresh();
  CHECK(verdict(sign_in, 0, 1s) == RefreshVerdict::active);
  sign_in = renewed(sign_in, {1s});
  CHECK(sign_in.count == RefreshCount(1));
  CHECK(sign_in.used_at == at(1s));
  CHECK(sign_in.expires_at == at(61s));
  CHECK(verdict(sign_in, 1, 2s) == RefreshVerdict::active);
}

TEST_CASE("the parent of the active token is answered again, however late") {
  auto sign_in = renewed(fresh(), {1s});
  CHECK(verdict(sign_in, 0, 1s) == RefreshVerdict::replaced_lately);
  CHECK(verdict(sign_in, 0, 1'000'000s) == RefreshVerdict::replaced_lately);
}

TEST_CASE("what is older than the parent has ten seconds, and not a microsecond more") {
  auto sign_in = renewed(fresh(), {1s, 2s});
  CHECK(verdict(sign_in, 0, 11s - 1us) == RefreshVerdict::replaced_lately);
  CHECK(verdict(sign_in, 0, 11s) == RefreshVerdict::reused);
}

TEST_CASE("a burst later does not bring back what was replaced before it") {
  auto sign_in = renewed(fresh(), {1s, 30s, 31s});
  CHECK(verdict(sign_in, 0, 32s) == RefreshVerdict::reused);
  CHECK(verdict(sign_in, 1, 32s) == RefreshVerdict::replaced_lately);
}

TEST_CASE("a token from after the present one tells of a store that was rolled back") {
  CHECK(verdict(renewed(fresh(), {1s}), 2, 1s) == RefreshVerdict::reused);
}

TEST_CASE("a clock that goes back takes nothing away") {
  auto sign_in = renewed(fresh(), {50s});
  sign_in = renewed(sign_in, {10s});
  CHECK(sign_in.used_at == at(50s));
  CHECK(sign_in.expires_at == at(110s));
}

#include <doctest/doctest.h>

#include <string>

#include "features/spark/front_end.hpp"
#include "features/spark/keep_alive.hpp"
#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using spark::FrontEnd;
using spark::KeepAlive;

namespace {

constexpr std::string_view secret = "a secret of thirty-two bytes and more";

std::string signed_with(std::string_view key, std::string_view payload) {
  auto hmac = jose::Key::hmac(key);
  return jose::sign_compact(payload, *hmac);
}

}  // namespace

TEST_CASE("a keep-alive token lives for twelve hours from its last use") {
  KeepAlive tokens;
  auto now = Instant(1h);
  auto token = tokens.issue(now).to_string();
  CHECK(tokens.issue(now).to_string() != token);
  CHECK(tokens.use(token, now + 12h - 1s));
  CHECK(tokens.use(token, now + 23h));
  CHECK_FALSE(tokens.use(token, now + 35h));
  CHECK_FALSE(tokens.use(token, now + 35h));
  for (auto const* wrong : {"", "nonsense", "0191e2a4-0000-7000-8000-000000000001"})
    CHECK_FALSE(tokens.use(wrong, now));
}

TEST_CASE("keep-alive tokens are bounded: those go that were used longest ago") {
  KeepAlive tokens(64);
  auto first = tokens.issue(Instant(1s)).to_string();
  for (int i = 0; i < 10'000; ++i) static_cast<void>(tokens.issue(Instant(2s)));
  CHECK_FALSE(tokens.use(first, Instant(3s)));
  CHECK(tokens.use(tokens.issue(Instant(3s)).to_string(), Instant(3s)));
}

TEST_CASE("a front end's token needs the right signature, and keeps exp and nbf if it has them") {
  tests::ManualClock clock;
  FrontEnd front_end(secret, clock);
  auto seconds =
      std::chrono::floor<std::chrono::seconds>(clock.timestamp().time_since_epoch()).count();
  auto with = [&](std::string const& payload) {
    return front_end.admits(signed_with(secret, payload));
  };
  CHECK(with(R"({"iat":1700000000})"));
  CHECK(with("{}"));
  CHECK(with(R"({"exp":)" + std::to_string(seconds + 10) + "}"));
  CHECK_FALSE(with(R"({"exp":)" + std::to_string(seconds - 1) + "}"));
  CHECK(with(R"({"nbf":)" + std::to_string(seconds - 1) + "}"));
  CHECK_FALSE(with(R"({"nbf":)" + std::to_string(seconds + 10) + "}"));
  CHECK_FALSE(with(R"({"exp":"soon"})"));
  CHECK_FALSE(with(R"({"exp":9999999999,"exp":1})"));
  CHECK_FALSE(with("[]"));
  CHECK_FALSE(
      front_end.admits(signed_with("another secret of thirty-two bytes or more", R"({"iat":1})")));
  CHECK_FALSE(front_end.admits("eyJhbGciOiJub25lIn0.eyJpYXQiOjF9."));
  CHECK_FALSE(front_end.admits(""));
}

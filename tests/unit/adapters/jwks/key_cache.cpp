#include "adapters/jwks/key_cache.hpp"

#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>

#include "adapters/jwks/fetch.hpp"
#include "protocol/jose/key_ring.hpp"
#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using jwks::KeyCache;
using ports::KeysWanted;
using namespace std::chrono_literals;

namespace {

std::string const one_key = R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a",)"
                            R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";
std::string const renamed = R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"b",)"
                            R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";

// An issuer that says `answer`, or nothing when it is empty, and counts how often it is asked.
struct Issuer {
  ~Issuer() { close(fd); }

  ManualClock clock;
  int fd = memfd_create("log", 0);
  Log log{clock, {.level = Level::debug, .areas = {}, .fd = fd}};
  std::string answer = one_key;
  int asked = 0;
  KeyCache cache{[this]() -> Result<std::string> {
                   ++asked;
                   if (answer.empty()) return fail(Errc::unavailable, "it is away");
                   return answer;
                 },
                 clock, log};
};

}  // namespace

TEST_CASE("an issuer's keys are read once and are good for five minutes") {
  Issuer issuer;
  auto first = issuer.cache.keys(KeysWanted::fresh);
  REQUIRE(first);
  CHECK(*first->set == one_key);
  CHECK(first->good_until == issuer.clock.now() + 5min);
  issuer.clock.advance(5min - 1ms);
  CHECK(issuer.cache.keys(KeysWanted::fresh)->set == first->set);
  CHECK(issuer.asked == 1);
  issuer.clock.advance(1ms);
  auto again = issuer.cache.keys(KeysWanted::fresh);
  CHECK(issuer.asked == 2);
  CHECK(again->set == first->set);  // the same text: nobody need parse it again
  CHECK(again->good_until == issuer.clock.now() + 5min);
}

TEST_CASE("a key that is not there is looked for, but once in thirty seconds however many ask") {
  Issuer issuer;
  REQUIRE(issuer.cache.keys(KeysWanted::fresh));
  issuer.answer = renamed;
  for (int i = 0; i < 100; ++i) CHECK(*issuer.cache.keys(KeysWanted::unseen)->set == renamed);
  CHECK(issuer.asked == 2);
  issuer.answer = one_key;
  issuer.clock.advance(30s - 1ms);
  for (int i = 0; i < 100; ++i) CHECK(*issuer.cache.keys(KeysWanted::unseen)->set == renamed);
  CHECK(issuer.asked == 2);
  issuer.clock.advance(1ms);
  for (int i = 0; i < 100; ++i) CHECK(*issuer.cache.keys(KeysWanted::unseen)->set == one_key);
  CHECK(issuer.asked == 3);
}

TEST_CASE(
    "an issuer that fails leaves the old keys in force and is asked again in thirty seconds") {
  Issuer issuer;
  REQUIRE(issuer.cache.keys(KeysWanted::fresh));
  std::string const big(jose::jwk_set_bytes_max + 1, ' ');
  for (std::string const& bad : {std::string(), std::string("<html>"), std::string("{}"), big,
                                 std::string(R"({"keys":[]})")}) {
    issuer.clock.advance(5min);
    issuer.answer = bad;
    auto before = issuer.asked;
    auto kept = issuer.cache.keys(KeysWanted::fresh);
    REQUIRE(kept);
    CHECK(*kept->set == one_key);
    CHECK(kept->good_until == issuer.clock.now() + 30s);
    REQUIRE(issuer.cache.keys(KeysWanted::fresh));
    REQUIRE(issuer.cache.keys(KeysWanted::unseen));
    CHECK(issuer.asked == before + 1);
  }
  issuer.clock.advance(30s);
  issuer.answer = renamed;
  CHECK(*issuer.cache.keys(KeysWanted::fresh)->set == renamed);
}

TEST_CASE("without ever having read keys there is nothing to go by") {
  Issuer issuer;
  issuer.answer.clear();
  for (int i = 0; i < 3; ++i) {
    auto none = issuer.cache.keys(KeysWanted::fresh);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::unavailable);
    CHECK(none.error().retry_after == 30s);
  }
  CHECK(issuer.asked == 1);
  issuer.clock.advance(30s);
  issuer.answer = one_key;
  CHECK(issuer.cache.keys(KeysWanted::fresh));
}

TEST_CASE("http leads nowhere but to loopback, and other protocols nowhere at all") {
  std::atomic<bool> const stopping = false;
  for (auto const* url :
       {"http://192.0.2.1/keys", "http://[2001:db8::1]/keys", "http://a.example/k",
        "http://127.0.0.1@192.0.2.1/keys", "http://localhost@192.0.2.1/keys"}) {
    INFO(url);
    auto refused = jwks::fetch(url, stopping);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "http is for loopback only");
  }
  CHECK_FALSE(jwks::fetch("file:///etc/hostname", stopping));
  CHECK_FALSE(jwks::fetch("ftp://127.0.0.1/keys", stopping));
}

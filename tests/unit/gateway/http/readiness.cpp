#include "gateway/http/readiness.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>

using namespace switchboard;
using namespace switchboard::http;
using namespace std::chrono_literals;

namespace {

struct HandClock final : Clock {
  Instant instant{};
  [[nodiscard]] Instant now() const override { return instant; }
  [[nodiscard]] Timestamp timestamp() const override { return {}; }
};

// A probe that ends when the test says so.
struct HandProbe {
  std::coroutine_handle<> waiting;
  int begun = 0;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> handle) { waiting = handle; }
  void await_resume() {}

  Task<Result<void>> run() {
    ++begun;
    co_await *this;
    co_return Result<void>{};
  }
};

Task<Result<void>> good() { co_return Result<void>{}; }
Task<Result<void>> bad() { co_return fail(Errc::unavailable, "The disk is \"full\""); }
Task<Result<void>> broken() {
  throw std::runtime_error("a secret");
  co_return Result<void>{};
}

struct Bench {
  HandClock clock;
  runtime::Loop loop{clock};

  Bench() { loop.adopt_thread(); }
  void advance(Duration time) {
    clock.instant += time;
    loop.turn(Duration::zero());
  }
};

std::vector<Readiness::Check> one(Readiness::Probe probe, bool essential = true) {
  std::vector<Readiness::Check> checks;
  checks.push_back({"store", std::move(probe), essential});
  return checks;
}

struct Asked {
  std::optional<Readiness::Outcome> outcome;
  explicit Asked(Readiness& readiness) {
    start(
        readiness.ask(), [this](Readiness::Outcome answer) { outcome = std::move(answer); },
        [](auto) { FAIL("threw"); });
  }
};

}  // namespace

TEST_CASE("a node is ready when every probe succeeds") {
  Bench bench;
  auto checks = one(good);
  checks.push_back({"delivery", good});
  Readiness readiness(bench.loop, std::move(checks));
  Asked asked(readiness);
  REQUIRE(asked.outcome);
  CHECK(asked.outcome->status == 200);
  CHECK(asked.outcome->body == R"({"status":"ready","checks":{"store":{"ok":true,"took_ms":0.000},)"
                               R"("delivery":{"ok":true,"took_ms":0.000}}})");
}

TEST_CASE("a node without something essential is not ready, without the rest it is degraded") {
  Bench bench;
  Readiness unready(bench.loop, one(bad));
  Asked first(unready);
  CHECK(first.outcome->status == 503);
  CHECK(first.outcome->body == R"({"status":"unready","checks":{"store":{"ok":false,)"
                               R"("message":"The disk is \"full\"","took_ms":0.000}}})");
  auto checks = one(good);
  checks.push_back({"cluster", bad, false});
  Readiness degraded(bench.loop, std::move(checks));
  Asked second(degraded);
  CHECK(second.outcome->status == 200);
  CHECK(second.outcome->body.starts_with(R"({"status":"degraded")"));
}

TEST_CASE("a probe that throws has failed, and what it threw stays inside") {
  Bench bench;
  Readiness readiness(bench.loop, one(broken));
  Asked asked(readiness);
  CHECK(asked.outcome->status == 503);
  CHECK(asked.outcome->body.find("secret") == std::string::npos);
}

TEST_CASE("whoever asks waits for the probe, and all who ask share it") {
  Bench bench;
  HandProbe probe;
  Readiness readiness(bench.loop, one([&] { return probe.run(); }));
  Asked first(readiness);
  Asked second(readiness);
  CHECK_FALSE(first.outcome);
  CHECK(probe.begun == 1);
  bench.clock.instant += 3ms;
  probe.waiting.resume();
  REQUIRE(first.outcome);
  REQUIRE(second.outcome);
  CHECK(second.outcome->body.find(R"("took_ms":3.000)") != std::string::npos);
}

TEST_CASE("an answer is good for a second, then the probe is tried again") {
  Bench bench;
  int tries = 0;
  Readiness readiness(bench.loop, one([&] { return ++tries, good(); }));
  Asked first(readiness);
  bench.advance(Readiness::fresh - 1ms);
  Asked second(readiness);
  CHECK(tries == 1);
  bench.advance(1ms);
  Asked third(readiness);
  CHECK(tries == 2);
}

TEST_CASE("a probe that does not come back fails after two seconds, and is not begun again") {
  Bench bench;
  HandProbe probe;
  Readiness readiness(bench.loop, one([&] { return probe.run(); }));
  Asked first(readiness);
  bench.advance(Readiness::patience - 2ms);
  CHECK_FALSE(first.outcome);
  bench.advance(3ms);
  REQUIRE(first.outcome);
  CHECK(first.outcome->status == 503);
  CHECK(first.outcome->body.find("No answer in time") != std::string::npos);
  bench.advance(10s);
  Asked second(readiness);
  REQUIRE(second.outcome);
  CHECK(second.outcome->status == 503);
  CHECK(probe.begun == 1);
  probe.waiting.resume();
  Asked third(readiness);
  CHECK(third.outcome->status == 200);
}

TEST_CASE("a probe that ends after its asker has gone harms nobody") {
  Bench bench;
  HandProbe probe;
  {
    Readiness readiness(bench.loop, one([&] { return probe.run(); }));
    Asked asked(readiness);
    bench.advance(3s);
    CHECK(asked.outcome);
  }
  probe.waiting.resume();
}

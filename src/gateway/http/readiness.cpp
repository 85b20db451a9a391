#include "gateway/http/readiness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/json_escape.hpp"

namespace switchboard::http {

struct Readiness::Attempt {
  bool under_way = false;
  Instant began;
  std::optional<Instant> ended;
  std::optional<std::string> failure;
};

struct Readiness::Round {
  std::vector<Attempt> attempts;
  std::vector<std::coroutine_handle<>> waiting;

  void end(std::size_t index, Instant now, std::optional<std::string> failure) {
    auto& attempt = attempts[index];
    attempt.under_way = false;
    attempt.ended = now;
    attempt.failure = std::move(failure);
    if (std::ranges::none_of(attempts, &Attempt::under_way)) wake();
  }
  void wake() {
    for (auto waiter : std::exchange(waiting, {})) waiter.resume();
  }
};

// Waits until something has changed; whoever waits looks again.
struct Readiness::Settled {
  Round& round;
  [[nodiscard]] bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) { round.waiting.push_back(waiter); }
  void await_resume() const {}
};

Readiness::Readiness(runtime::Loop& loop, std::vector<Check> checks)
    : loop_(loop),
      checks_(std::move(checks)),
      round_(std::make_shared<Round>()),
      patience_ends_(
          loop.timers(), [](void* self) { static_cast<Readiness*>(self)->round_->wake(); }, this) {
  round_->attempts.resize(checks_.size());
}

Readiness::~Readiness() = default;

void Readiness::begin() {
  auto now = loop_.clock().now();
  for (std::size_t i = 0; i < checks_.size(); ++i) {
    auto& attempt = round_->attempts[i];
    if (attempt.under_way || (attempt.ended && now - *attempt.ended < fresh)) continue;
    attempt.under_way = true;
    attempt.began = now;
    patience_ends_.arm(now + patience);
    auto ended = [round = round_, i, &clock = loop_.clock()](Result<void> result) {
      auto failure = result ? std::nullopt : std::optional(std::move(result.error().message));
      round->end(i, clock.now(), std::move(failure));
    };
    auto thrown = [round = round_, i, &clock = loop_.clock()](std::exception_ptr const&) {
      round->end(i, clock.now(), "Internal error");
    };
    start(checks_[i].probe(), std::move(ended), std::move(thrown));
  }
}

bool Readiness::settled() const {
  auto now = loop_.clock().now();
  return std::ranges::all_of(round_->attempts, [&](Attempt const& attempt) {
    return !attempt.under_way || now - attempt.began >= patience;
  });
}

Task<Readiness::Outcome> Readiness::ask() {
  begin();
  while (!settled()) {
    Settled change{*round_};
    co_await change;
  }
  co_return outcome();
}

Readiness::Outcome Readiness::outcome() const {
  std::string_view word = "ready";
  std::string parts;
  for (std::size_t i = 0; i < checks_.size(); ++i) {
    auto const& attempt = round_->attempts[i];
    auto overdue = std::optional<std::string>("No answer in time");
    auto const& failure = attempt.under_way ? overdue : attempt.failure;
    if (failure && checks_[i].essential) word = "unready";
    if (failure && !checks_[i].essential && word == "ready") word = "degraded";
    parts += fmt::format(R"({}"{}":{{"ok":{})", i == 0 ? "" : ",", checks_[i].name, !failure);
    if (failure) append_json_string(parts += R"(,"message":)", *failure);
    if (!attempt.under_way) {
      std::chrono::duration<double, std::milli> took = *attempt.ended - attempt.began;
      parts += fmt::format(R"(,"took_ms":{:.3f})", took.count());
    }
    parts += '}';
  }
  return {word == "unready" ? 503 : 200,
          fmt::format(R"({{"status":"{}","checks":{{{}}}}})", word, parts)};
}

}  // namespace switchboard::http

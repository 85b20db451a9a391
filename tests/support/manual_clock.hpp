#pragma once
// Time in a test's hands: it stands still until it is moved. Both kinds of time move together.

#include "base/instant.hpp"

namespace switchboard::tests {

class ManualClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  [[nodiscard]] Timestamp timestamp() const override {
    return timestamp_ + std::chrono::floor<std::chrono::microseconds>(now_ - start);
  }

  void advance(Duration duration) { now_ += duration; }

 private:
  static constexpr Instant start{std::chrono::hours(1)};

  Instant now_ = start;
  Timestamp timestamp_{std::chrono::sys_days(std::chrono::year(2026) / 11 / 20)};
};

}  // namespace switchboard::tests

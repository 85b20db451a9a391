#pragma once
// Two kinds of time. Instant only ever grows and is for deadlines; Timestamp is the calendar's and
// is for people.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard {

using Duration = std::chrono::nanoseconds;
using Instant = std::chrono::time_point<std::chrono::steady_clock, Duration>;
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

// Where time comes from: the machine's clocks, or in tests a pair of hands.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  [[nodiscard]] virtual Timestamp timestamp() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return std::chrono::steady_clock::now(); }
  [[nodiscard]] Timestamp timestamp() const override {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

// How long it is until `moment`, negative when it has passed; what is more than a century away
// counts as that, since a Duration ends after three.
[[nodiscard]] Duration time_until(Timestamp moment, Timestamp now);

// RFC 3339 in UTC with microseconds: `2026-11-20T08:15:00.000123Z`.
[[nodiscard]] std::string to_rfc3339(Timestamp timestamp);
void append_rfc3339(std::string& out, Timestamp timestamp);

}  // namespace switchboard

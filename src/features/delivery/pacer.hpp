#pragma once
// When a channel may flush. A quiet one flushes at once; one that would flush more than about 100
// times a second waits for its tick, so that one send carries what gathered. A tick that gathered
// nothing was only a delay (a sender that waits for its own message to come round): then the
// channel flushes at once for a while.

#include <algorithm>
#include <chrono>

#include "base/instant.hpp"

namespace switchboard::delivery {

class Pacer {
 public:
  static constexpr Duration tick = std::chrono::milliseconds(10);
  static constexpr int burst = 10;  // flushes at once before the tick begins
  static constexpr Duration exempt = std::chrono::milliseconds(500);

  // Something was appended.
  void on_append(Instant now) {
    if (waiting_ && now >= waiting_since_ + tick / 4) gathered_ = true;
  }

  // May it flush now? Otherwise at due().
  [[nodiscard]] bool may_flush(Instant now) {
    if (now < exempt_until_) return true;
    if (!waiting_ && now + burst * tick >= next_) {
      next_ = std::max(next_, now) + tick;
      return true;
    }
    if (waiting_ && now >= due()) {
      if (!gathered_) exempt_until_ = now + exempt;
      waiting_ = false;
      next_ = std::max(next_, now) + tick;
      return true;
    }
    if (!waiting_) {
      waiting_ = true;
      gathered_ = false;
      waiting_since_ = now;
    }
    return false;
  }

  [[nodiscard]] Instant due() const { return waiting_since_ + tick; }

 private:
  Instant next_{};
  Instant waiting_since_{};
  Instant exempt_until_{};
  bool waiting_ = false;
  bool gathered_ = false;
};

}  // namespace switchboard::delivery

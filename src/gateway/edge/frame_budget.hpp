#pragma once
// How many frames a client may send: a bucket that fills again with time.

#include <algorithm>
#include <chrono>

#include "base/instant.hpp"

namespace switchboard::gateway {

struct FrameLimits {
  double each_second = 1000;  // 0: no limit
  double at_once = 5000;
};

class FrameBudget {
 public:
  FrameBudget(FrameLimits const& limits, Instant now)
      : since_(now), left_(static_cast<float>(limits.at_once)) {}

  // False: one too many.
  [[nodiscard]] bool take(FrameLimits const& limits, Instant now) {
    if (limits.each_second <= 0) return true;
    auto seconds = std::chrono::duration<double>(now - since_).count();
    since_ = now;
    auto refilled = static_cast<double>(left_) + seconds * limits.each_second;
    left_ = static_cast<float>(std::min(refilled, limits.at_once) - 1);
    return left_ >= 0;
  }

 private:
  Instant since_;
  float left_;
};

}  // namespace switchboard::gateway

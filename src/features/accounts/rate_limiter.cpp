#include "features/accounts/rate_limiter.hpp"

namespace switchboard::accounts {

std::unexpected<Error> too_many(Duration wait) {
  auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
  return std::unexpected(
      Error{Errc::rate_limited, "Too many requests, try again later", "rate_limited", seconds});
}

RateLimiter::RateLimiter(Options options)
    : options_(options),
      requests_(options.keys_max),
      sign_ups_(options.keys_max),
      rings_(options.keys_max) {}

Result<void> RateLimiter::spend_request(BudgetKey const& key, Instant now) {
  if (!options_.enabled) return {};
  return spend(requests_, key, {options_.requests_max, options_.requests_window}, now);
}

Result<void> RateLimiter::spend_sign_up(BudgetKey const& key, Instant now) {
  if (!options_.enabled) return {};
  return spend(sign_ups_, key, {options_.sign_ups_max, options_.sign_ups_window}, now);
}

Result<void> RateLimiter::spend_ring(BudgetKey const& key, Instant now) {
  if (!options_.enabled) return {};
  return spend(rings_, key, {options_.rings_max, options_.rings_window}, now);
}

Result<void> RateLimiter::spend(Windows& windows, BudgetKey const& key, Bound bound, Instant now) {
  auto wait = windows.update(key, [&](Window& window) {
    if (window.spent == 0 || now - window.start >= bound.window) window = {now, 0};
    if (window.spent >= bound.count) return bound.window - (now - window.start);
    ++window.spent;
    return Duration::zero();
  });
  if (wait > Duration::zero()) return too_many(wait);
  return {};
}

}  // namespace switchboard::accounts

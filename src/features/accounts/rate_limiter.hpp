#pragma once
// How often somebody may ask, for the node as a whole. A window begins with its first request and
// admits exactly its bound; memory is bounded, and what was used longest ago is dropped first.

#include <cstddef>
#include <cstdint>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "features/accounts/budget_key.hpp"
#include "runtime/striped_map.hpp"

namespace switchboard::accounts {

class RateLimiter {
 public:
  struct Options {
    bool enabled = true;
    std::size_t keys_max = 100'000;  // some 100 bytes each
    std::uint32_t requests_max = 300;
    Duration requests_window = std::chrono::seconds(10);
    std::uint32_t sign_ups_max = 10;
    Duration sign_ups_window = std::chrono::minutes(1);
    std::uint32_t rings_max = 10;
    Duration rings_window = std::chrono::minutes(1);
  };

  explicit RateLimiter(Options options);

  // `rate_limited`, with a time to retry that is never too short. From any thread.
  Result<void> spend_request(BudgetKey const& key, Instant now);
  Result<void> spend_sign_up(BudgetKey const& key, Instant now);
  Result<void> spend_ring(BudgetKey const& key, Instant now);

 private:
  struct Window {
    Instant start;
    std::uint32_t spent = 0;
  };
  using Windows = runtime::StripedMap<BudgetKey, Window, BudgetHash>;
  struct Bound {
    std::uint32_t count;
    Duration window;
  };
  static Result<void> spend(Windows& windows, BudgetKey const& key, Bound bound, Instant now);

  Options options_;
  Windows requests_;
  Windows sign_ups_;
  Windows rings_;
};

// As the answer to whoever must wait: whole seconds, rounded up.
[[nodiscard]] std::unexpected<Error> too_many(Duration wait);

}  // namespace switchboard::accounts

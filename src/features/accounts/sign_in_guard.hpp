#pragma once
// Slows down whoever guesses passwords: so many wrong ones a minute for an account and for an
// address, and a longer wait each time that the bound is reached again. An attempt is counted when
// it begins, so that guesses sent at once gain nothing.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/budget_key.hpp"
#include "runtime/striped_map.hpp"

namespace switchboard::accounts {

class SignInGuard {
 public:
  struct Options {
    bool enabled = true;
    std::size_t keys_max = 100'000;
    std::uint32_t account_failures_max = 5;
    std::uint32_t address_failures_max = 20;
  };

  // One attempt under way, in the budgets of an account and of an address. Gives its places back;
  // without a verdict (the pool was full) it counts as none.
  class Attempt {
   public:
    Attempt(SignInGuard& guard, BudgetKey const& address, BudgetKey const& account)
        : guard_(&guard), address_(address), account_(account) {}
    Attempt(Attempt&& other) noexcept
        : guard_(std::exchange(other.guard_, nullptr)),
          address_(other.address_),
          account_(other.account_) {}
    Attempt& operator=(Attempt&&) = delete;
    ~Attempt();

    void succeeded();
    void failed(Instant now);

   private:
    SignInGuard* guard_;
    BudgetKey address_;
    BudgetKey account_;
  };

  explicit SignInGuard(Options options);

  // `rate_limited` when a budget is spent. While others are under way that could spend it, waits
  // for their verdicts, for two seconds at most. Only from a coroutine on a loop.
  Task<Result<Attempt>> enter(std::string_view address, std::string_view email);

 private:
  struct Record {
    Instant window_start;
    Instant blocked_until;
    std::uint16_t failures = 0;
    std::uint16_t under_way = 0;
    std::uint16_t blocks = 0;  // how often the bound was reached; doubles the wait
  };
  struct Admission {
    bool admitted = false;
    Duration wait{0};  // not admitted: blocked for so long; zero: others are under way
  };

  Admission admit(BudgetKey const& key, std::uint32_t failures_max, Instant now);
  Admission admit_both(BudgetKey const& address, BudgetKey const& account, Instant now);
  void leave(BudgetKey const& key);
  void count_failure(BudgetKey const& key, std::uint32_t failures_max, Instant now);

  Options options_;
  runtime::StripedMap<BudgetKey, Record, BudgetHash> records_;
};

}  // namespace switchboard::accounts

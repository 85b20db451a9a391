#include "features/accounts/sign_in_guard.hpp"

#include <algorithm>

#include "base/expects.hpp"
#include "features/accounts/rate_limiter.hpp"
#include "runtime/loop.hpp"

namespace switchboard::accounts {
namespace {

constexpr Duration window = std::chrono::minutes(1);
constexpr Duration block_most = std::chrono::minutes(15);
constexpr Duration forgotten_after = std::chrono::hours(1);
constexpr Duration verdict_wait = std::chrono::milliseconds(50);
constexpr int verdict_waits_max = 40;

}  // namespace

SignInGuard::SignInGuard(Options options) : options_(options), records_(options.keys_max) {}

Task<Result<SignInGuard::Attempt>> SignInGuard::enter(std::string_view address,
                                                      std::string_view email) {
  auto address_key = budget_of_address(address);
  auto account_key = budget_of_account(email);
  auto* loop = runtime::Loop::current();
  expects(loop != nullptr, "a coroutine on a loop");
  for (int waits = 0; waits < verdict_waits_max; ++waits) {
    auto admission = admit_both(address_key, account_key, loop->now());
    if (admission.admitted) co_return Attempt(*this, address_key, account_key);
    if (admission.wait > Duration::zero()) co_return too_many(admission.wait);
    auto sleep = loop->sleep(verdict_wait);
    co_await sleep;
  }
  co_return too_many(std::chrono::seconds(1));
}

SignInGuard::Admission SignInGuard::admit_both(BudgetKey const& address, BudgetKey const& account,
                                               Instant now) {
  if (!options_.enabled) return {.admitted = true};
  auto first = admit(address, options_.address_failures_max, now);
  if (!first.admitted) return first;
  auto second = admit(account, options_.account_failures_max, now);
  if (!second.admitted) leave(address);
  return second;
}

SignInGuard::Admission SignInGuard::admit(BudgetKey const& key, std::uint32_t failures_max,
                                          Instant now) {
  return records_.update(key, [&](Record& record) -> Admission {
    if (now < record.blocked_until) return {.wait = record.blocked_until - now};
    if (record.blocks > 0 && now - record.blocked_until >= forgotten_after) record.blocks = 0;
    if (record.failures > 0 && now - record.window_start >= window) record.failures = 0;
    if (record.failures + record.under_way >= static_cast<int>(failures_max)) return {};
    ++record.under_way;
    return {.admitted = true};
  });
}

void SignInGuard::leave(BudgetKey const& key) {
  records_.update_present(key, [](Record& record) {
    if (record.under_way > 0) --record.under_way;
  });
}

void SignInGuard::count_failure(BudgetKey const& key, std::uint32_t failures_max, Instant now) {
  records_.update(key, [&](Record& record) {
    if (record.failures == 0) record.window_start = now;
    if (++record.failures < failures_max) return;
    // The first block ends with the minute; each further one lasts twice as long as the one before.
    auto end = record.window_start + window;
    auto doubled = window * (1 << std::min<int>(record.blocks, 4));
    record.blocked_until = record.blocks == 0 ? end : now + std::min(doubled, block_most);
    ++record.blocks;
    record.failures = 0;
  });
}

SignInGuard::Attempt::~Attempt() {
  if (guard_ == nullptr || !guard_->options_.enabled) return;
  guard_->leave(address_);
  guard_->leave(account_);
}

void SignInGuard::Attempt::succeeded() {
  if (!guard_->options_.enabled) return;
  // Not the address's: else one account of one's own would buy endless guesses at others.
  guard_->records_.update_present(account_, [](Record& record) {
    record.failures = 0;
    record.blocks = 0;
  });
}

void SignInGuard::Attempt::failed(Instant now) {
  if (!guard_->options_.enabled) return;
  guard_->count_failure(address_, guard_->options_.address_failures_max, now);
  guard_->count_failure(account_, guard_->options_.account_failures_max, now);
}

}  // namespace switchboard::accounts

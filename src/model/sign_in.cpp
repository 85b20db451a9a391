#include "model/sign_in.hpp"

#include <algorithm>

namespace switchboard {
namespace {

bool burst_goes_on(SignIn const& sign_in, Timestamp now) {
  return sign_in.count > RefreshCount(0) && now - sign_in.burst_at < refresh_grace;
}

}  // namespace

RefreshVerdict judge(SignIn const& sign_in, RefreshCount presented, Timestamp now) {
  if (presented == sign_in.count) return RefreshVerdict::active;
  // Ahead of us: the store was rolled back, and with it what we knew of reuse.
  if (presented > sign_in.count) return RefreshVerdict::reused;
  auto parent = presented.value() + 1 == sign_in.count.value();
  auto in_burst = presented >= sign_in.burst_first && burst_goes_on(sign_in, now);
  return parent || in_burst ? RefreshVerdict::replaced_lately : RefreshVerdict::reused;
}

void renew(SignIn& sign_in, Timestamp now, Timestamp expires_at) {
  if (!burst_goes_on(sign_in, now)) {
    sign_in.burst_first = sign_in.count;
    sign_in.burst_at = now;
  }
  sign_in.count = RefreshCount(sign_in.count.value() + 1);
  sign_in.used_at = std::max(sign_in.used_at, now);
  sign_in.expires_at = std::max(sign_in.expires_at, expires_at);
}

}  // namespace switchboard

#include "features/accounts/issuer_keys.hpp"

#include <utility>

namespace switchboard::accounts {
namespace {

// While one token waits for the issuer, others go by what is at hand.
constexpr Duration asking = std::chrono::seconds(30);

Result<jose::SubjectClaims> decode(std::string_view token, std::vector<jose::Key*> const& keys) {
  Result<jose::SubjectClaims> claims =
      fail(Errc::unauthenticated, "Invalid token signature", "token_signature");
  for (auto* key : keys) {
    claims = jose::decode_subject(token, *key);
    if (claims) break;
  }
  // Only we write a version.
  if (claims) claims->token_version.reset();
  return claims;
}

}  // namespace

Task<Result<void>> IssuerKeys::ask(ports::KeysWanted wanted) {
  auto answer = co_await source_.keys(wanted);
  if (!answer) co_return failure_of(std::move(answer));
  good_until_ = answer->good_until;
  if (set_ != answer->set) {
    ring_ = jose::KeyRing::parse(*answer->set);
    set_ = std::move(answer->set);
  }
  co_return Result<void>();
}

Task<Result<jose::SubjectClaims>> IssuerKeys::verify(std::string_view token, jose::KeyHint hint) {
  if (!ring_ || clock_.now() >= good_until_) {
    if (ring_) good_until_ = clock_.now() + asking;
    auto asked = co_await ask(ports::KeysWanted::fresh);
    if (!ring_)
      co_return asked ? fail(Errc::unavailable, "The issuer's keys are unusable", "issuer_keys")
                      : failure_of(std::move(asked));
  }
  auto keys = ring_->fitting(hint);
  if (keys.empty() && hint.kid) {
    // Whether it answers or not: what is at hand decides.
    auto asked = co_await ask(ports::KeysWanted::unseen);
    if (asked && ring_) keys = ring_->fitting(hint);
  }
  co_return decode(token, keys);
}

}  // namespace switchboard::accounts

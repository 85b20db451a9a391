#include "features/accounts/verified_tokens.hpp"

#include <utility>

namespace switchboard::accounts {

VerifiedToken const* VerifiedTokens::find(std::string_view token) {
  if (auto known = young_.find(token); known != young_.end()) return &known->second;
  auto known = old_.find(token);
  if (known == old_.end()) return nullptr;
  auto verified = known->second;
  keep(token, verified);
  return &young_.find(token)->second;
}

void VerifiedTokens::keep(std::string_view token, VerifiedToken const& verified) {
  if (young_.size() >= generation_max_) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_.emplace(token, verified);
}

}  // namespace switchboard::accounts

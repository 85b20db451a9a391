#pragma once
// Tokens whose signature was found good, so that the next request with the same one spares that
// work. Only what never changes is kept: time and account are looked at each time. One shard's own.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "features/accounts/token_rules.hpp"
#include "model/user.hpp"

namespace switchboard::accounts {

// What of a good token's claims decides anything. Times are seconds since 1970.
struct VerifiedToken {
  UserId user;
  TokenOrigin origin;
  std::int64_t expires_at = 0;
  std::optional<std::int64_t> not_before;
};

class VerifiedTokens {
 public:
  // Half a kilobyte each; twice as many at most.
  explicit VerifiedTokens(std::size_t generation_max = 1024) : generation_max_(generation_max) {}

  // Null when it is not known. Valid until the next call.
  [[nodiscard]] VerifiedToken const* find(std::string_view token);
  void keep(std::string_view token, VerifiedToken const& verified);

  [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view token) const {
      return std::hash<std::string_view>{}(token);
    }
  };
  using Generation = std::unordered_map<std::string, VerifiedToken, Hash, std::equal_to<>>;

  std::size_t generation_max_;
  Generation young_;
  Generation old_;  // what was not used while the young ones came is dropped with it
};

}  // namespace switchboard::accounts

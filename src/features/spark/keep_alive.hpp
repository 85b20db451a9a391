#pragma once
// The tokens that /authorize gives out: whoever has one speaks for a front end that knows the
// secret. Each lives for twelve hours from its last use. One a node; may be used from any shard.

#include <string_view>

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "runtime/striped_map.hpp"

namespace switchboard::spark {

class KeepAlive {
 public:
  static constexpr Duration lifetime = std::chrono::hours(12);
  // Beyond it, those go that were used longest ago.
  static constexpr std::size_t tokens_max = 100'000;

  explicit KeepAlive(std::size_t most = tokens_max) : used_at_(most) {}

  [[nodiscard]] Uuid issue(Instant now);
  // Whether it was issued here and has not lapsed; then this is its last use.
  [[nodiscard]] bool use(std::string_view token, Instant now);

 private:
  runtime::StripedMap<Uuid, Instant> used_at_;
};

}  // namespace switchboard::spark

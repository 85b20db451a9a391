#pragma once
// Tickets for browsers, whose WebSockets can carry no header: made with a bearer token, good for
// one socket and half a minute. May be used from any shard.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "model/caller.hpp"
#include "runtime/striped_map.hpp"

namespace switchboard::accounts {

class Tickets {
 public:
  static constexpr std::chrono::seconds lifetime{30};

  // The oldest make room for new ones. Nobody gets there in half a minute but with dozens of
  // accounts, for each is limited in its requests; a ticket that was dropped is asked for again.
  explicit Tickets(std::size_t tickets_max = 20'000) : tickets_(tickets_max) {}

  [[nodiscard]] std::string issue(Caller caller, Instant now);
  // Whoever it was made for, once. The account may have changed since.
  [[nodiscard]] std::optional<Caller> redeem(std::string_view ticket, Instant now);

 private:
  struct Entry {
    std::optional<Caller> caller;  // none: used
    Instant expires_at;
  };
  runtime::StripedMap<std::string, Entry> tickets_;  // by digest
};

}  // namespace switchboard::accounts

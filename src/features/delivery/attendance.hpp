#pragma once
// Who is here, through whatever door, and when those who are not were here last. One a node; may be
// used from any shard.

#include <cstddef>
#include <optional>

#include "base/instant.hpp"
#include "model/user.hpp"
#include "runtime/striped_map.hpp"
#include "runtime/striped_table.hpp"

namespace switchboard::delivery {

class Attendance {
 public:
  // How many are remembered who went; beyond it those are forgotten who went first.
  static constexpr std::size_t remembered_max = 100'000;

  struct State {
    bool online = false;
    std::optional<Timestamp> last_seen = {};  // absent: not since this node started
  };

  // Each session arrives once and departs once.
  void arrive(UserId who, Timestamp now);
  void depart(UserId who, Timestamp now);
  [[nodiscard]] State state(UserId who);

 private:
  struct Sessions {
    std::size_t count = 0;
    [[nodiscard]] bool empty() const { return count == 0; }
  };

  runtime::StripedTable<UserId, Sessions> here_;
  runtime::StripedMap<UserId, Timestamp> seen_{remembered_max};
};

}  // namespace switchboard::delivery

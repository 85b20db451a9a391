#pragma once
// Where people are on this node: the one connection that counts for each, and the room they sit in.
// May be used from any shard.

#include <optional>

#include "features/calls/room.hpp"
#include "runtime/striped_table.hpp"

namespace switchboard::calls {

class People {
 public:
  struct Place {
    std::optional<Address> connection;
    std::optional<CallRoom> room;  // also while a seat is held
    [[nodiscard]] bool empty() const { return !connection && !room; }
  };

  // The newest connection counts; answers where the person was until now.
  Place enter(UserId user, Address connection);
  // No longer connected; unless another connection counts already.
  void leave(UserId user, SessionId session);

  void sit_down(UserId user, CallRoom room);
  // Unless they sit in another one already.
  void stand_up(UserId user, CallRoom room);

  [[nodiscard]] Place find(UserId user) const { return places_.get(user); }

 private:
  runtime::StripedTable<UserId, Place> places_;  // as many as there are sessions and held seats
};

}  // namespace switchboard::calls

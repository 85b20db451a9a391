#pragma once
// Adds somebody to a room, gives them another role, or removes them.

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/chat/room_changes.hpp"
#include "model/user.hpp"
#include "ports/room_store.hpp"

namespace switchboard::chat {

[[nodiscard]] inline Actor actor_of(User const& user) {
  return {user.id, user.role == Role::admin};
}

class ChangeMember {
 public:
  // All must outlive it.
  ChangeMember(ports::RoomStore& rooms, RoomChanges& changes, Clock const& clock)
      : rooms_(rooms), changes_(changes), clock_(clock) {}

  // `role`: member, moderator or owner.
  Task<Result<ports::MemberChanged>> put(User const& caller, RoomId room, UserId user,
                                         Standing role);
  // When it answers, not one frame more of the room reaches that person on this node. One's own:
  // leaves.
  Task<Result<void>> remove(User const& caller, RoomId room, UserId user);

 private:
  ports::RoomStore& rooms_;
  RoomChanges& changes_;
  Clock const& clock_;
};

}  // namespace switchboard::chat

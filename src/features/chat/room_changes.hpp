#pragma once
// Who came into a room or went out of it, told to every shard of this node before the change is
// answered: whoever was removed hears nothing more by then.

#include "model/room.hpp"
#include "runtime/announcement.hpp"

namespace switchboard::chat {

struct RoomChange {
  RoomId room;
  UserId user;
  bool inside = false;  // from now on
};

using RoomChanges = runtime::Announcement<RoomChange>;

}  // namespace switchboard::chat

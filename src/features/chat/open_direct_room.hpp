#pragma once
// POST /api/chat/direct: the room of two people, made on first use.

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/chat/room_changes.hpp"
#include "ports/room_store.hpp"

namespace switchboard::chat {

class OpenDirectRoom {
 public:
  // All must outlive it.
  OpenDirectRoom(ports::RoomStore& rooms, RoomChanges& changes, Clock const& clock)
      : rooms_(rooms), changes_(changes), clock_(clock) {}

  // not_found: no such account. With oneself it is a room of one. Whoever is in a new one is told.
  Task<Result<ports::DirectRoom>> run(UserId caller, UserId other);

 private:
  ports::RoomStore& rooms_;
  RoomChanges& changes_;
  Clock const& clock_;
};

}  // namespace switchboard::chat

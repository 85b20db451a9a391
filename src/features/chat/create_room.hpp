#pragma once
// POST /api/chat/rooms: a room, and whoever makes it owns it.

#include <optional>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "model/user.hpp"
#include "ports/room_store.hpp"

namespace switchboard::chat {

// 1 to 100 printable bytes.
[[nodiscard]] Result<void> check_room_name(std::string const& name);

class CreateRoom {
 public:
  struct Input {
    std::optional<std::string> id;  // absent: one is made, for a private room only
    std::string name;
    std::optional<std::string> kind;  // `public`, which is an admin's to make, or `private`
  };

  // Both must outlive it.
  CreateRoom(ports::RoomStore& rooms, Clock const& clock) : rooms_(rooms), clock_(clock) {}

  // The first broken rule, permission_denied, or conflict.
  Task<Result<Room>> run(User const& caller, Input input);

 private:
  ports::RoomStore& rooms_;
  Clock const& clock_;
};

}  // namespace switchboard::chat

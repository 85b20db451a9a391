#pragma once
// Rooms as rows: what the stores of rooms and of messages both read.

#include <cstdint>
#include <optional>

#include "adapters/sqlite/connection.hpp"
#include "model/membership.hpp"

namespace switchboard::sqlite {

struct RoomRow {
  Room room;
  std::int64_t number = 0;
};

// The first seven columns of room_by_id, room_list, room_view and room_views.
[[nodiscard]] RoomRow room_row_of(Row const& row);

// not_found, and what check_access says of `reader`, if there is one.
[[nodiscard]] Result<RoomRow> find_room(Connection& connection, RoomId const& id,
                                        std::optional<UserId> reader);
[[nodiscard]] Standing standing_of(Connection& connection, std::int64_t room, UserId user);

}  // namespace switchboard::sqlite

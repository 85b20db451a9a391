#pragma once
// Messages as the columns of message_history.sql and its siblings give them.

#include <cstdint>
#include <optional>

#include "adapters/sqlite/connection.hpp"
#include "model/room.hpp"

namespace switchboard::sqlite {

[[nodiscard]] Message message_of(Row const& row, RoomId const& room);
// `number`: the room's.
[[nodiscard]] std::optional<Message> last_message(Connection& connection, std::int64_t number,
                                                  RoomId const& room);

}  // namespace switchboard::sqlite

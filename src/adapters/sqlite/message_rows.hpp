#pragma once
// Messages as the columns of message_history.sql and its siblings give them.

#include <cstdint>
#include <optional>
#include <vector>

#include "adapters/sqlite/connection.hpp"
#include "model/room.hpp"

namespace switchboard::sqlite {

// Several of them, with their reactions: those are read for each, so no statement is open then.
class MessageRows {
 public:
  void take(Row const& row, RoomId const& room);
  [[nodiscard]] std::vector<Message> finish(Connection& connection);

 private:
  std::vector<Message> messages_;
  std::vector<std::int64_t> numbers_;
};

[[nodiscard]] std::vector<ReactionCount> reactions_of(Connection& connection, std::int64_t message);
[[nodiscard]] MessageChange change_of(Row const& row, RoomId const& room);

// `number`: the room's.
[[nodiscard]] std::optional<Message> last_message(Connection& connection, std::int64_t number,
                                                  RoomId const& room);

}  // namespace switchboard::sqlite

#pragma once
// Who belongs to a room, changed inside the writer's transaction.

#include <array>
#include <cstdint>
#include <string_view>

#include "adapters/sqlite/write_job.hpp"
#include "ports/room_store.hpp"

namespace switchboard::sqlite {

// The room's number. `pair`: of a direct room, else empty.
std::int64_t add_room(Connection& connection, Room const& room, std::string_view pair);
void put_member(Connection& connection, std::int64_t room, UserId user, Standing standing,
                Timestamp at);
[[nodiscard]] Member member_of(Row const& row);

[[nodiscard]] Result<ports::DirectRoom> direct_room(Connection& connection,
                                                    std::array<UserId, 2> people, RoomId const& id,
                                                    Timestamp now);
[[nodiscard]] Result<ports::MemberChanged> change_standing(Batch& batch, RoomId const& id,
                                                           Actor const& actor,
                                                           ports::MemberChange const& change);

}  // namespace switchboard::sqlite

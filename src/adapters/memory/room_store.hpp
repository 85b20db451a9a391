#pragma once
// Rooms, memberships and read marks in memory.

#include "adapters/memory/desk.hpp"
#include "adapters/memory/rooms.hpp"
#include "ports/room_store.hpp"

namespace switchboard::memory {

class RoomStore final : public ports::RoomStore {
 public:
  // Both must outlive the store.
  RoomStore(Desk& desk, Rooms& rooms) : desk_(desk), rooms_(rooms) {}

  Task<Result<std::vector<RoomView>>> list(UserId reader) override;
  Task<Result<RoomView>> view(RoomId id, UserId reader) override;
  Task<Result<Room>> create(ports::NewRoom room) override;
  Task<Result<ports::DirectRoom>> direct(UserId first, UserId second, RoomId id,
                                         Timestamp now) override;
  Task<Result<void>> rename(RoomId id, Actor actor, std::string name) override;
  Task<Result<std::vector<Member>>> members(RoomId id, UserId reader) override;
  Task<Result<ports::MemberChanged>> change_member(RoomId id, Actor actor,
                                                   ports::MemberChange change) override;
  Task<Result<ports::Marked>> mark_read(RoomId id, UserId reader, Seq seq) override;

 private:
  [[nodiscard]] RoomView view_of(Stream const& stream, UserId reader) const;
  [[nodiscard]] Result<void> check_target(Stream const& stream, ports::MemberChange const& change,
                                          std::int64_t members) const;
  [[nodiscard]] Result<ports::MemberChanged> change_standing(RoomId const& id, Actor const& actor,
                                                             ports::MemberChange const& change);
  [[nodiscard]] Member member_of(Stream const& stream, UserId user) const;

  Desk& desk_;
  Rooms& rooms_;
};

}  // namespace switchboard::memory

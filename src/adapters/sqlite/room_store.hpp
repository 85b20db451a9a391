#pragma once
// Rooms, memberships and read marks in SQLite.

#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/writer.hpp"
#include "ports/room_store.hpp"

namespace switchboard::sqlite {

class RoomStore final : public ports::RoomStore {
 public:
  // Both must outlive the store.
  RoomStore(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

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
  Writer& writer_;
  Readers& readers_;
};

}  // namespace switchboard::sqlite

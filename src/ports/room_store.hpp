#pragma once
// Keeps which rooms there are, who belongs to them and how far each has read. Every adapter passes
// tests/contract/room_store.cpp. What a person may not see or do is refused here, in the
// transaction itself: `check_access` and `check_change` of model/membership.hpp.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/membership.hpp"
#include "model/room.hpp"

namespace switchboard::ports {

struct NewRoom {
  RoomId id;
  std::string name;
  Timestamp created_at;
  RoomKind kind = RoomKind::open;  // not direct
  std::optional<UserId> owner = {};
};

struct DirectRoom {
  Room room;
  bool made = false;  // it was not there before
};

struct MemberChange {
  UserId user;
  Standing to = Standing::member;  // `removed`; of the actor's own account: `stranger`
  Timestamp at;
};

struct MemberChanged {
  Standing from = Standing::stranger;
  Member member;
};

struct Marked {
  Seq seq;             // where the mark is now
  bool moved = false;  // by this
};

class RoomStore {
 public:
  virtual ~RoomStore() = default;

  // What this person may read, by name and id; the first rooms_listed_max. A direct room is called
  // as the other person is.
  virtual Task<Result<std::vector<RoomView>>> list(UserId reader) = 0;
  virtual Task<Result<RoomView>> view(RoomId id, UserId reader) = 0;

  virtual Task<Result<Room>> create(NewRoom room) = 0;  // conflict
  // The room of two people (or of one with itself), made when there is none. not_found: `second`
  // has no account. `id`: for a new one.
  virtual Task<Result<DirectRoom>> direct(UserId first, UserId second, RoomId id,
                                          Timestamp now) = 0;
  virtual Task<Result<void>> rename(RoomId id, Actor actor, std::string name) = 0;

  // By joining time; who was removed is not among them.
  virtual Task<Result<std::vector<Member>>> members(RoomId id, UserId reader) = 0;
  // The same standing again changes nothing. not_found: no such account, or (to remove somebody
  // from a room that is not public) no such member; conflict: members_max.
  virtual Task<Result<MemberChanged>> change_member(RoomId id, Actor actor,
                                                    MemberChange change) = 0;

  // Never back, and never beyond the head. Appending moves the sender's own.
  virtual Task<Result<Marked>> mark_read(RoomId id, UserId reader, Seq seq) = 0;
};

}  // namespace switchboard::ports

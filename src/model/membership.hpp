#pragma once
// Who belongs to a room, what that allows, and who may change it: values and rules. Stores apply
// the rules inside the transaction that they guard, so that no door can forget one.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/room.hpp"

namespace switchboard {

// In the order of rights, but for `removed`, who may less than a stranger.
enum class Standing : std::uint8_t { removed, stranger, member, moderator, owner };

[[nodiscard]] std::string_view name_of(Standing standing);
// `member`, `moderator` or `owner`; nullopt for anything else.
[[nodiscard]] std::optional<Standing> role_of_member(std::string_view name);

struct Member {
  UserId user;
  std::string username;
  std::string full_name;
  Standing role = Standing::member;
  Timestamp joined_at;
  Seq read = {};  // how far

  friend bool operator==(Member const&, Member const&) = default;
};

// A room as one person finds it among others.
struct RoomView {
  Room room;  // a direct room is called as the other person is
  Standing standing = Standing::stranger;
  Seq read;                         // the person's mark
  std::optional<UserId> peer = {};  // of a direct room: the other person
  std::string peer_username = {};   // empty once the account is gone
  std::optional<Message> last_message = {};

  [[nodiscard]] std::int64_t unread() const {
    return read < room.head.seq ? room.head.seq.value() - read.value() : 0;
  }

  friend bool operator==(RoomView const&, RoomView const&) = default;
};

constexpr std::size_t rooms_listed_max = 1000;
constexpr std::int64_t members_max = 10'000;  // of a room

// Whoever wants to change something in a room.
struct Actor {
  UserId id;
  bool admin = false;  // of the whole server: moderates public rooms as an owner would
};

// What a person has to say in a room: an admin owns every public one.
[[nodiscard]] Standing rights_of(Actor const& actor, RoomKind kind, Standing standing);

// Whether a person may read and write there. not_found for a stranger to a room that is not public
// (that it exists is a secret), permission_denied for somebody who was removed.
[[nodiscard]] Result<void> check_access(RoomId const& room, RoomKind kind, Standing standing);

// Whether somebody may change or delete what was said: the sender may, and who moderates the room.
[[nodiscard]] Result<void> check_revision(Standing rights, bool own);

// Somebody's standing, now and as it is wanted. `stranger` as the goal: left by themselves.
struct StandingChange {
  Standing from = Standing::stranger;
  Standing to = Standing::stranger;
  bool own = false;         // the actor's own
  bool last_owner = false;  // nobody else owns the room
};

// permission_denied, or conflict when it would leave a direct room without its two people or a
// room without an owner. `rights`: the actor's.
[[nodiscard]] Result<void> check_change(RoomKind kind, Standing rights,
                                        StandingChange const& change);

[[nodiscard]] std::unexpected<Error> no_such_room(RoomId const& id);
// Also for a message in a room that is none of one's business.
[[nodiscard]] std::unexpected<Error> no_such_message();

}  // namespace switchboard

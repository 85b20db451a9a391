#include "model/membership.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace switchboard {

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::removed: return "removed";
    case Standing::stranger: return "stranger";
    case Standing::member: return "member";
    case Standing::moderator: return "moderator";
    case Standing::owner: return "owner";
  }
  std::unreachable();
}

std::optional<Standing> role_of_member(std::string_view name) {
  for (auto role : {Standing::member, Standing::moderator, Standing::owner})
    if (name == name_of(role)) return role;
  return std::nullopt;
}

std::string_view name_of(RoomKind kind) {
  switch (kind) {
    case RoomKind::open: return "public";
    case RoomKind::closed: return "private";
    case RoomKind::direct: return "direct";
  }
  std::unreachable();
}

std::optional<RoomKind> room_kind_of(std::string_view name) {
  for (auto kind : {RoomKind::open, RoomKind::closed, RoomKind::direct})
    if (name == name_of(kind)) return kind;
  return std::nullopt;
}

std::unexpected<Error> no_such_room(RoomId const& id) {
  return fail(Errc::not_found, "Chat room with ID " + id.value() + " not found", "room_not_found");
}

std::unexpected<Error> no_such_message() {
  return fail(Errc::not_found, "Message not found", "message_not_found");
}

Result<void> check_revision(Standing rights, bool own) {
  if (own || rights >= Standing::moderator) return {};
  return fail(Errc::permission_denied, "Only one's own messages can be changed");
}

Standing rights_of(Actor const& actor, RoomKind kind, Standing standing) {
  return actor.admin && kind == RoomKind::open ? Standing::owner : standing;
}

Result<void> check_access(RoomId const& room, RoomKind kind, Standing standing) {
  if (standing == Standing::removed)
    return fail(Errc::permission_denied, "You were removed from this room", "removed_from_room");
  if (standing == Standing::stranger && kind != RoomKind::open) return no_such_room(room);
  return {};
}

Result<void> check_change(RoomKind kind, Standing rights, StandingChange const& change) {
  auto const& [from, to, own, last_owner] = change;
  if (kind == RoomKind::direct)
    return fail(Errc::conflict, "A direct room has exactly two people", "direct_room");
  auto steps_down = own && to <= from && to != Standing::removed;
  auto joins =
      own && kind == RoomKind::open && from == Standing::stranger && to == Standing::member;
  auto owns = rights == Standing::owner;
  auto moderates = rights == Standing::moderator && std::max(from, to) <= Standing::member;
  if (!owns && !moderates && !steps_down && !joins)
    return fail(Errc::permission_denied, "You do not have permission to do this");
  if (own && to == Standing::removed)
    return fail(Errc::conflict, "Who leaves a room is not removed from it", "own_removal");
  if (last_owner && from == Standing::owner && to != Standing::owner)
    return fail(Errc::conflict, "Make somebody else an owner first", "last_owner");
  return {};
}

}  // namespace switchboard

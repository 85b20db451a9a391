#include "features/chat/create_room.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::chat {
namespace {

Result<void> check_room_id(std::string const& id) {
  auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  };
  auto dots = std::ranges::count(id, '.');
  // `.` and `..` cannot stand in a path.
  if (id.empty() || id.size() > room_id_bytes_max || !std::ranges::all_of(id, allowed) ||
      static_cast<std::size_t>(dots) == id.size())
    return fail(Errc::invalid_argument,
                "Room id must be 1 to 50 letters, digits, underscores, dots or hyphens",
                "bad_room_id");
  return {};
}

Result<RoomKind> kind_of(CreateRoom::Input const& input) {
  auto kind = room_kind_of(input.kind.value_or("public"));
  if (!kind || *kind == RoomKind::direct)
    return fail(Errc::invalid_argument, "Room kind must be 'public' or 'private'", "bad_room_kind");
  return *kind;
}

}  // namespace

Result<void> check_room_name(std::string const& name) {
  auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  auto blank = name.find_first_not_of(' ') == std::string::npos;
  if (blank || name.size() > room_name_bytes_max || std::ranges::any_of(name, control))
    return fail(Errc::invalid_argument, "Room name must be 1 to 100 printable bytes",
                "bad_room_name");
  return {};
}

Task<Result<Room>> CreateRoom::run(User const& caller, Input input) {
  auto kind = kind_of(input);
  if (!kind) co_return failure_of(std::move(kind));
  if (*kind == RoomKind::open && caller.role != Role::admin)
    co_return fail(Errc::permission_denied, "You do not have permission to do this");
  auto now = clock_.timestamp();
  if (!input.id && *kind == RoomKind::closed) input.id = Uuid::at(now).to_string();
  auto id = std::move(input.id).value_or("");
  if (auto checked = check_room_id(id); !checked) co_return failure_of(std::move(checked));
  if (auto named = check_room_name(input.name); !named) co_return failure_of(std::move(named));
  ports::NewRoom room{.id = RoomId(std::move(id)),
                      .name = std::move(input.name),
                      .created_at = now,
                      .kind = *kind,
                      .owner = caller.id};
  auto creating = rooms_.create(std::move(room));
  co_return co_await creating;
}

}  // namespace switchboard::chat

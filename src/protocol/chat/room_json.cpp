#include "protocol/chat/room_json.hpp"

#include "protocol/chat/frames.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::chat {
namespace {

template <class T>
void member_of(std::string& out, std::string_view name, T const& value) {
  json::detail::append_member(out, name, value);
}

void append_peer(std::string& out, RoomView const& view) {
  out += R"(,"peer":{"user_id":)";
  json::append(out, *view.peer);
  member_of(out, "username", view.peer_username);
  member_of(out, "full_name", view.room.name);
  out += '}';
}

}  // namespace

void append_room_view(std::string& out, RoomView const& view) {
  auto const& room = view.room;
  out += R"({"id":)";
  json::append(out, room.id);
  member_of(out, "name", room.name);
  member_of(out, "created_at", room.created_at);
  member_of(out, "head_seq", room.head.seq);
  member_of(out, "epoch", room.head.epoch);
  member_of(out, "kind", name_of(room.kind));
  auto belongs = view.standing >= Standing::member;
  member_of(out, "role", belongs ? std::optional(name_of(view.standing)) : std::nullopt);
  member_of(out, "read_seq", view.read);
  member_of(out, "unread", view.unread());
  if (view.peer) append_peer(out, view);
  out += R"(,"last_message":)";
  if (view.last_message)
    append_history_item(out, *view.last_message);
  else
    out += "null";
  out += '}';
}

void append_profile(std::string& out, User const& user) {
  out += R"({"user_id":)";
  json::append(out, user.id);
  member_of(out, "username", user.username);
  member_of(out, "full_name", user.full_name);
  out += '}';
}

void append_member(std::string& out, Member const& member) {
  out += R"({"user_id":)";
  json::append(out, member.user);
  member_of(out, "username", member.username);
  member_of(out, "full_name", member.full_name);
  member_of(out, "role", name_of(member.role));
  member_of(out, "joined_at", member.joined_at);
  member_of(out, "read_seq", member.read);
  out += '}';
}

}  // namespace switchboard::chat

#pragma once
// Which channel carries a room.

#include "model/publication.hpp"
#include "model/room.hpp"

namespace switchboard::chat {

[[nodiscard]] inline ChannelName channel_of(RoomId const& room) {
  return ChannelName("room:" + room.value());
}

[[nodiscard]] inline bool is_room(ChannelName const& channel) {
  return channel.value().starts_with("room:");
}

[[nodiscard]] inline RoomId room_of(ChannelName const& channel) {
  return RoomId(channel.value().substr(std::string_view("room:").size()));
}

}  // namespace switchboard::chat

#pragma once
// What the chat socket says, and an element of the history: each function appends one JSON text.
// The documents name two shapes for a message; ours is the sum of both, so that either client finds
// its fields.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "model/room.hpp"
#include "model/user.hpp"

namespace switchboard::chat {

// A person as others see them. A view: for the call only.
struct Person {
  UserId id;
  std::string_view username;
  std::string_view full_name;
};

[[nodiscard]] inline Person person_of(User const& user) {
  return {user.id, user.username, user.full_name};
}

void append_authenticated(std::string& out, UserId user);
void append_disconnected(std::string& out, RoomId const& room);
// For clients that opted in: there is one more room that the person belongs to.
void append_room_added(std::string& out, RoomId const& room);
// `client_message_id`: of the message that it answers, for a client that named it.
void append_error(std::string& out, std::string_view sentence,
                  std::optional<std::string> const& client_message_id = std::nullopt);

// What `connected` says more to a client that opted in.
struct Recovery {
  StreamPosition head;
  bool recovered = false;
};
void append_connected(std::string& out, RoomId const& room,
                      std::optional<Recovery> const& recovery = std::nullopt);

// A stored message, also a tombstone: `content` null and `deleted` true.
void append_message(std::string& out, Message const& message);
// The same in two steps, for the seq is known only after the commit, on another thread, where time
// is dear: all but the seq, then the seq and the end. `message.seq` is not looked at.
[[nodiscard]] std::string message_prefix(Message const& message);
void finish_message(std::string& prefix, Seq seq);

enum class Notice : std::uint8_t { joined, left };
// `<full name> has joined the chat` from the System. `id` is fresh: notices are not stored.
void append_notice(std::string& out, Notice notice, MessageId id, RoomId const& room,
                   Person const& who, Timestamp at);

struct Sent {
  std::string_view client_message_id;
  MessageId id;
  Seq seq;
  bool duplicate = false;
  Timestamp created_at;
};
void append_sent(std::string& out, Sent const& sent);

struct PresenceChange {
  std::span<Person const> joined;
  std::span<UserId const> left;
  std::size_t count = 0;  // who is there now
};
void append_presence(std::string& out, RoomId const& room, PresenceChange const& change);

// An element of GET /api/chat/rooms/{room_id}/messages.
void append_history_item(std::string& out, Message const& message);

}  // namespace switchboard::chat

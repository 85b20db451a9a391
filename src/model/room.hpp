#pragma once
// Rooms and what is said in them. A room is a stream: its messages are numbered 1, 2, 3 … without
// gaps.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"
#include "model/user.hpp"

namespace switchboard {

using RoomId = Strong<struct RoomTag, std::string>;
using MessageId = Strong<struct MessageTag, Uuid>;
using Seq = Strong<struct SeqTag, std::int64_t>;     // 0: before the first
using Epoch = Strong<struct EpochTag, std::string>;  // empty: unknown

// Where a reader stands in a stream. Numbers start again when a stream is lost and rebuilt; only
// the epoch tells, and then recovery answers `position_lost` rather than skip, in silence, what the
// reader never saw.
struct StreamPosition {
  Seq seq;
  Epoch epoch;

  friend bool operator==(StreamPosition const&, StreamPosition const&) = default;
};

enum class RoomKind : std::uint8_t {
  open,    // `public`: anyone may read and write who was not removed
  closed,  // `private`: members only, and nobody else learns that it exists
  direct,  // two people; one for each pair
};

[[nodiscard]] std::string_view name_of(RoomKind kind);
[[nodiscard]] std::optional<RoomKind> room_kind_of(std::string_view name);

struct Room {
  RoomId id;
  std::string name;
  Timestamp created_at;
  StreamPosition head;  // of the last item
  RoomKind kind = RoomKind::open;

  friend bool operator==(Room const&, Room const&) = default;
};

// How many people gave a message this emoji.
struct ReactionCount {
  std::string emoji;
  std::int64_t people = 0;

  friend bool operator==(ReactionCount const&, ReactionCount const&) = default;
};

struct Message {
  MessageId id;
  RoomId room;
  Seq seq;
  UserId sender;
  std::string sender_name;             // the full name
  std::string sender_username;         // empty once the account is gone
  std::optional<std::string> content;  // absent: a tombstone
  Timestamp created_at;
  std::int64_t version = 1;  // grows with every edit, and with the deletion
  std::optional<Timestamp> edited_at = {};
  std::vector<ReactionCount> reactions = {};  // by emoji
  std::optional<std::string> client_message_id = {};

  friend bool operator==(Message const&, Message const&) = default;
};

// An edit or the deletion of a message, which takes a seq of its own. `content` is what the message
// says now, which later changes may have made another: absent when it is deleted.
struct MessageChange {
  MessageId message;
  RoomId room;
  Seq seq;
  std::int64_t version = 1;
  bool deletes = false;
  std::optional<std::string> content;
  UserId by;
  Timestamp at;

  friend bool operator==(MessageChange const&, MessageChange const&) = default;
};

// What a room's stream is made of, one for each seq.
using RoomItem = std::variant<Message, MessageChange>;

[[nodiscard]] inline Seq seq_of(RoomItem const& item) {
  return std::visit([](auto const& each) { return each.seq; }, item);
}

constexpr std::size_t emoji_bytes_max = 32;
constexpr std::int64_t emojis_a_message_max = 20;  // different ones

constexpr std::size_t message_content_bytes_max = 4096;
constexpr std::size_t client_message_id_characters_max = 64;
constexpr std::size_t room_id_bytes_max = 50;
constexpr std::size_t room_name_bytes_max = 100;
constexpr std::int64_t recovery_items_max = 1000;

}  // namespace switchboard

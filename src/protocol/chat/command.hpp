#pragma once
// What a client may say on the chat socket. The documented frames and, on the same frames, the
// fields of delivery.md, by which a client opts in to the extended answers.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "model/room.hpp"

namespace switchboard::chat {

constexpr std::size_t command_bytes_max = std::size_t{64} << 10;

struct Authorize {
  std::string token;

  friend bool operator==(Authorize const&, Authorize const&) = default;
};

struct Connect {
  std::optional<std::string>
      user_id;  // as it was sent: whether it is the caller's is not ours to say
  RoomId room;
  std::optional<Seq> since;  // absent also when malformed: then nothing is recovered
  Epoch epoch;               // empty: none was sent
  bool keep = false;         // stay in the other rooms
  bool extended = false;

  friend bool operator==(Connect const&, Connect const&) = default;
};

struct Post {
  RoomId room;
  std::string content;
  std::optional<std::string> client_message_id;  // 1 to 64 characters
  bool extended = false;

  friend bool operator==(Post const&, Post const&) = default;
};

struct Disconnect {
  std::optional<std::string> user_id;
  RoomId room;

  friend bool operator==(Disconnect const&, Disconnect const&) = default;
};

struct Reauthorize {
  std::string token;

  friend bool operator==(Reauthorize const&, Reauthorize const&) = default;
};

struct Edit {
  Uuid message;
  std::string content;

  friend bool operator==(Edit const&, Edit const&) = default;
};

struct Delete {
  Uuid message;

  friend bool operator==(Delete const&, Delete const&) = default;
};

struct ReactTo {
  Uuid message;
  std::string emoji;
  bool on = true;

  friend bool operator==(ReactTo const&, ReactTo const&) = default;
};

struct Read {
  RoomId room;
  Seq seq;

  friend bool operator==(Read const&, Read const&) = default;
};

struct Type {
  RoomId room;

  friend bool operator==(Type const&, Type const&) = default;
};

using Command = std::variant<Authorize, Connect, Post, Disconnect, Reauthorize, Edit, Delete,
                             ReactTo, Read, Type>;

// nullopt is for the answer `Invalid message format`: no JSON object, another `type`, a missing or
// wrong field of that type, a field of this protocol that comes twice, over command_bytes_max.
// Unknown fields are ignored, and null is the same as absent.
[[nodiscard]] std::optional<Command> decode_command(std::string_view text);

// Whether the client showed that it understands more than the documented frames.
[[nodiscard]] bool is_extended(Command const& command);

}  // namespace switchboard::chat

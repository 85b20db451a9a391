#pragma once
// What a Spark client says: one JSON object a frame, and beside what it means every field of the
// user that it was given at sign-in.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace switchboard::spark {

constexpr std::size_t command_bytes_max = std::size_t{64} << 10;

// `#email`: binds the socket to a mailbox.
struct Bind {
  std::optional<std::string> email;
  std::optional<std::string> token;  // `jwtoken`

  friend bool operator==(Bind const&, Bind const&) = default;
};

struct Ping {
  friend bool operator==(Ping const&, Ping const&) = default;
};

// `#user`: looks somebody up.
struct LookUp {
  std::optional<std::string> email;

  friend bool operator==(LookUp const&, LookUp const&) = default;
};

// `usermessage`. What is absent or no string is absent; `id` and `email` are the sender's.
struct Say {
  std::int64_t message_id = 0;
  std::optional<std::string> message;
  std::optional<std::string> id;
  std::optional<std::string> email;
  std::optional<std::string> recipient;  // `rxEmail`
  bool to_oneself = false;               // there is no `rxEmail`
  std::optional<std::string> token;

  friend bool operator==(Say const&, Say const&) = default;
};

// What is no command of ours is ignored, and so is a `usermessage` without an integer `messageId`.
struct Ignored {
  friend bool operator==(Ignored const&, Ignored const&) = default;
};

using Command = std::variant<Ignored, Bind, Ping, LookUp, Say>;

// nullopt: not one JSON object. Of a name that comes twice the first counts.
[[nodiscard]] std::optional<Command> decode_command(std::string_view text);

}  // namespace switchboard::spark

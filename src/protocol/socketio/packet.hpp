#pragma once
// Socket.IO protocol 5, the packets: `TYPE[ATTACHMENTS-][NAMESPACE,][ID][JSON]`. Only what stands
// before the JSON is read here; event.hpp knows what the JSON may be.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::socketio {

constexpr std::uint32_t attachments_max = 10;
constexpr std::size_t name_space_bytes_max = 256;
constexpr std::uint64_t id_max = std::uint64_t{1} << 53;  // what a JavaScript number holds

enum class PacketType : std::uint8_t {
  connect,
  disconnect,
  event,
  ack,
  connect_error,
  binary_event,
  binary_ack,
};

struct Packet {
  PacketType type;
  std::string_view name_space = "/";  // without the query that some clients append
  std::optional<std::uint64_t> id;
  std::string_view data;          // JSON text, unchecked; may be empty
  std::uint32_t attachments = 0;  // binary types: 1 to attachments_max

  friend bool operator==(Packet const&, Packet const&) = default;
};

[[nodiscard]] constexpr bool is_binary(PacketType type) {
  return type == PacketType::binary_event || type == PacketType::binary_ack;
}

// Views of `text`. nullopt: unknown type, a bound above is broken, or a namespace has a control
// character: sent back in a polling payload, it could be Engine.IO's separator.
[[nodiscard]] std::optional<Packet> decode(std::string_view text);

// What stands before the JSON. `attachments` is written for binary types only.
void append_header(std::string& out, PacketType type, std::string_view name_space,
                   std::optional<std::uint64_t> id, std::uint32_t attachments);

}  // namespace switchboard::socketio

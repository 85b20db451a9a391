#pragma once
// Engine.IO protocol 4, the packets: a type digit and what follows it. Binary messages travel as
// binary frames on a WebSocket and as `b` and base64 in text.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::engineio {

enum class PacketType : std::uint8_t { open, close, ping, pong, message, upgrade, noop };

struct Packet {
  PacketType type;
  std::string_view data;  // a view of the input, or of the scratch that base64 was decoded into
  bool binary = false;

  friend bool operator==(Packet const&, Packet const&) = default;
};

// One text frame, or one piece of a polling payload that does not start with `b`. nullopt: empty or
// of an unknown type.
[[nodiscard]] std::optional<Packet> decode_text(std::string_view text);

// What starts with `b`: a binary message, decoded into `scratch`. Strict: the standard alphabet,
// padding, unused bits zero (RFC 4648 section 4). A client with `forceBase64` sends these in text
// frames too.
[[nodiscard]] std::optional<Packet> decode_base64(std::string_view text, std::string& scratch);

void append_packet(std::string& out, PacketType type, std::string_view data);
void append_base64_packet(std::string& out, std::string_view bytes);

struct Handshake {
  std::string_view sid;
  bool may_upgrade;
  std::int64_t ping_interval_ms;
  std::int64_t ping_timeout_ms;
  std::int64_t max_payload;  // bytes
};

void append_open(std::string& out, Handshake const& handshake);

}  // namespace switchboard::engineio

#include "protocol/engineio/packet.hpp"

#include <array>

#include "base/encoding.hpp"
#include "base/json_escape.hpp"

namespace switchboard::engineio {
namespace {

constexpr char base64_mark = 'b';

constexpr std::array<std::int8_t, 256> base64_values = [] {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
  return values;
}();

// Without the one or two characters of padding; `text` is whole groups of four.
std::string_view without_padding(std::string_view text) {
  if (text.ends_with('=')) text.remove_suffix(1);
  if (text.ends_with('=')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Packet> decode_text(std::string_view text) {
  if (text.empty() || text[0] < '0' || text[0] > '6') return std::nullopt;
  return Packet{static_cast<PacketType>(text[0] - '0'), text.substr(1)};
}

std::optional<Packet> decode_base64(std::string_view text, std::string& scratch) {
  if (!text.starts_with(base64_mark) || text.size() % 4 != 1) return std::nullopt;
  scratch.clear();
  scratch.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (auto const character : without_padding(text.substr(1))) {
    auto const value = base64_values[static_cast<std::uint8_t>(character)];
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    scratch += static_cast<char>(bits >> held & 255);
  }
  if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return Packet{PacketType::message, scratch, true};
}

void append_packet(std::string& out, PacketType type, std::string_view data) {
  out += static_cast<char>('0' + static_cast<int>(type));
  out += data;
}

void append_base64_packet(std::string& out, std::string_view bytes) {
  out += base64_mark;
  out += to_base64(bytes);
}

void append_open(std::string& out, Handshake const& handshake) {
  append_packet(out, PacketType::open, R"({"sid":)");
  append_json_string(out, handshake.sid);
  out += handshake.may_upgrade ? R"(,"upgrades":["websocket"],"pingInterval":)"
                               : R"(,"upgrades":[],"pingInterval":)";
  out += std::to_string(handshake.ping_interval_ms);
  out += R"(,"pingTimeout":)";
  out += std::to_string(handshake.ping_timeout_ms);
  out += R"(,"maxPayload":)";
  out += std::to_string(handshake.max_payload);
  out += '}';
}

}  // namespace switchboard::engineio

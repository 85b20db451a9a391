#include "protocol/socketio/packet.hpp"

#include <algorithm>
#include <charconv>

namespace switchboard::socketio {
namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }

bool is_control(char character) { return character >= '\0' && character < ' '; }

// Takes the digits at the front of `text`, of which there is at least one; nullopt: over `max`.
std::optional<std::uint64_t> take_number(std::string_view& text, std::uint64_t max) {
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number > max) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take_attachments(std::string_view& text, Packet& packet) {
  auto const count = take_number(text, attachments_max);
  if (!count || *count == 0 || !text.starts_with('-')) return false;
  text.remove_prefix(1);
  packet.attachments = static_cast<std::uint32_t>(*count);
  return true;
}

bool take_name_space(std::string_view& text, Packet& packet) {
  auto const end = text.find(',');
  auto const whole = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  packet.name_space = whole.substr(0, whole.find('?'));
  return packet.name_space.size() <= name_space_bytes_max &&
         std::ranges::none_of(packet.name_space, is_control);
}

}  // namespace

std::optional<Packet> decode(std::string_view text) {
  if (text.empty() || text[0] < '0' || text[0] > '6') return std::nullopt;
  Packet packet{static_cast<PacketType>(text[0] - '0')};
  text.remove_prefix(1);
  if (is_binary(packet.type) && !take_attachments(text, packet)) return std::nullopt;
  if (text.starts_with('/') && !take_name_space(text, packet)) return std::nullopt;
  if (!text.empty() && is_digit(text[0])) {
    packet.id = take_number(text, id_max);
    if (!packet.id) return std::nullopt;
  }
  packet.data = text;
  return packet;
}

void append_header(std::string& out, PacketType type, std::string_view name_space,
                   std::optional<std::uint64_t> id, std::uint32_t attachments) {
  out += static_cast<char>('0' + static_cast<int>(type));
  if (is_binary(type)) {
    out += std::to_string(attachments);
    out += '-';
  }
  if (name_space != "/") {
    out += name_space;
    out += ',';
  }
  if (id) out += std::to_string(*id);
}

}  // namespace switchboard::socketio

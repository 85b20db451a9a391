#include "protocol/websocket/frame.hpp"

#include "base/expects.hpp"

namespace switchboard::websocket {
namespace {

constexpr std::size_t control_bytes_max = 125;
constexpr std::size_t close_code_bytes = 2;

void append_big_endian(std::string& out, std::uint64_t number, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    out += static_cast<char>(number >> shift & 0xff);
}

bool continues_character(char byte) { return (static_cast<std::uint8_t>(byte) & 0xc0) == 0x80; }

std::string_view cut_at_character(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  auto end = bytes_max;
  while (end > 0 && continues_character(text[end])) --end;
  return text.substr(0, end);
}

}  // namespace

void append_frame(std::string& out, Opcode opcode, std::string_view payload, bool compressed) {
  constexpr unsigned fin = 0x80;
  constexpr unsigned rsv1 = 0x40;
  auto const is_control = opcode >= Opcode::close;
  expects(!is_control || payload.size() <= control_bytes_max, "a control frame of 125 bytes");
  out += static_cast<char>(fin | (compressed ? rsv1 : 0) | static_cast<unsigned>(opcode));
  if (payload.size() <= 125) {
    out += static_cast<char>(payload.size());
  } else if (payload.size() <= 0xffff) {
    out += static_cast<char>(126);
    append_big_endian(out, payload.size(), 2);
  } else {
    out += static_cast<char>(127);
    append_big_endian(out, payload.size(), 8);
  }
  out += payload;
}

void append_close(std::string& out, CloseCode code, std::string_view reason) {
  auto const number = static_cast<std::uint16_t>(code);
  if (number == no_close_code) return append_frame(out, Opcode::close, {});
  std::string payload;
  append_big_endian(payload, number, close_code_bytes);
  payload += cut_at_character(reason, control_bytes_max - close_code_bytes);
  append_frame(out, Opcode::close, payload);
}

}  // namespace switchboard::websocket

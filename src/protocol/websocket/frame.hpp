#pragma once
// Frames from the server to clients (RFC 6455 section 5.2): never masked, never fragmented.

#include <cstdint>
#include <string>
#include <string_view>

namespace switchboard::websocket {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

// Close codes that we send or pass on (RFC 6455 section 7.4; 4000 and up are our own, see
// docs/protocols).
enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported = 1003,
  invalid_payload = 1007,
  policy = 1008,
  too_large = 1009,
  internal = 1011,
  sign_in_again = 4401,
  forbidden = 4403,
  no_pong = 4408,
  replaced = 4409,
  slow_consumer = 4413,
  too_many_frames = 4429,
};

// Stands for a close frame without a code, and never travels (RFC 6455 section 7.4.1).
constexpr std::uint16_t no_close_code = 1005;

// `compressed` sets RSV1: the payload is a permessage-deflate block already.
void append_frame(std::string& out, Opcode opcode, std::string_view payload,
                  bool compressed = false);
// The reason is cut at 123 bytes, at a character. no_close_code gives a frame without a payload, so
// that a client's close can be echoed as it came.
void append_close(std::string& out, CloseCode code, std::string_view reason);

}  // namespace switchboard::websocket

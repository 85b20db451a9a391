#pragma once
// What a client sends, and what a reader makes of it.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/websocket/message_reader.hpp"

namespace switchboard::websocket {

struct FrameShape {
  bool final_fragment = true;
  unsigned reserved = 0;  // RSV1 is 4, RSV2 is 2, RSV3 is 1
  bool masked = true;
  int length_bytes = -1;  // 0, 2 or 8; -1: the shortest that fits
};

inline void append_length(std::string& out, std::uint64_t length, FrameShape shape) {
  auto bytes = shape.length_bytes;
  if (bytes < 0) bytes = length < 126 ? 0 : length <= 0xffff ? 2 : 8;
  unsigned const short_length = bytes == 0 ? static_cast<unsigned>(length) : bytes == 2 ? 126 : 127;
  out += static_cast<char>((shape.masked ? 0x80U : 0U) | short_length);
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    out += static_cast<char>(length >> shift & 0xff);
}

// Only the header, which announces `length` bytes; its mask is 01 02 03 04.
inline std::string frame_header(unsigned opcode, std::uint64_t length, FrameShape shape = {}) {
  std::string out;
  out += static_cast<char>((shape.final_fragment ? 0x80U : 0U) | shape.reserved << 4 | opcode);
  append_length(out, length, shape);
  if (shape.masked) out += "\x01\x02\x03\x04";
  return out;
}

inline std::string client_frame(unsigned opcode, std::string_view payload, FrameShape shape = {}) {
  auto out = frame_header(opcode, payload.size(), shape);
  for (std::size_t i = 0; i < payload.size(); ++i)
    out += static_cast<char>(payload[i] ^ (shape.masked ? static_cast<char>(1 + i % 4) : 0));
  return out;
}

inline std::string text_frame(std::string_view payload) { return client_frame(1, payload); }

// An event that owns what it says.
struct Seen {
  Event::Kind kind;
  std::string payload;
  unsigned code = 1000;

  friend bool operator==(Seen const&, Seen const&) = default;
};

inline std::ostream& operator<<(std::ostream& out, Seen const& seen) {
  return out << "kind " << static_cast<int>(seen.kind) << " code " << seen.code << " `"
             << seen.payload << '`';
}

// Feeds `bytes` in pieces of `step`, keeping what the reader leaves, as a connection does.
inline std::vector<Seen> read_in_steps(std::string_view bytes, std::size_t step,
                                       ReaderLimits limits, Inflater* inflater) {
  std::vector<Seen> seen;
  MessageReader reader(limits, inflater);
  std::string waiting;
  while (!bytes.empty()) {
    waiting += bytes.substr(0, step);
    bytes.remove_prefix(std::min(step, bytes.size()));
    for (;;) {
      std::size_t taken = 0;
      auto const event = reader.next({waiting.data(), waiting.size()}, taken);
      REQUIRE(taken <= waiting.size());
      if (event.kind != Event::Kind::none)
        seen.push_back({event.kind, std::string(event.payload), static_cast<unsigned>(event.code)});
      waiting.erase(0, taken);
      if (event.kind == Event::Kind::failed) return seen;
      if (event.kind == Event::Kind::none) break;
    }
  }
  return seen;
}

// Whole, byte by byte and in between: it must all come to the same.
inline std::vector<Seen> read_all(std::string_view bytes, ReaderLimits limits = {},
                                  Inflater* inflater = nullptr) {
  auto const whole = read_in_steps(bytes, bytes.size(), limits, inflater);
  for (std::size_t step : {1, 2, 3, 7, 100}) {
    auto const stepped = read_in_steps(bytes, step, limits, inflater);
    CHECK(stepped == whole);
  }
  return whole;
}

// The code that `bytes` are refused with; 0 when they are not.
inline unsigned refused_with(std::string_view bytes, ReaderLimits limits = {},
                             Inflater* inflater = nullptr) {
  auto const seen = read_all(bytes, limits, inflater);
  return !seen.empty() && seen.back().kind == Event::Kind::failed ? seen.back().code : 0;
}

inline Seen text_seen(std::string_view payload) {
  return {Event::Kind::text, std::string(payload)};
}

}  // namespace switchboard::websocket

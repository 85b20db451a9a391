#pragma once
// WebSocket frames as a client needs them (RFC 6455, section 5.2), and no more.

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace switchboard::load {

enum class Opcode : std::uint8_t { continuation, text, binary, close = 8, ping, pong };

struct Frame {
  Opcode opcode = Opcode::text;
  bool compressed = false;
  std::string_view payload;  // lives until the callback returns
};

// A whole masked frame.
inline std::string client_frame(Opcode opcode, std::string_view payload) {
  constexpr std::string_view mask = "\x37\xfa\x21\x3d";
  std::string frame(1, static_cast<char>(0x80 | static_cast<int>(opcode)));
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else if (payload.size() < 65'536) {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  } else {
    throw std::runtime_error("no payload of this size is needed here");
  }
  frame += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ mask[i % 4]);
  }
  return frame;
}

// Cuts what the server sends into frames. Whole frames are read where they lie; only the rest of
// a torn one is copied.
class FrameReader {
 public:
  // Bytes that came too early; the next `feed` starts with them.
  void hold(std::string_view early) { pending_.assign(early); }

  template <class OnFrame>
  void feed(std::string_view bytes, OnFrame&& on_frame) {
    if (pending_.empty()) {
      auto const used = take(bytes, on_frame);
      pending_.assign(bytes.substr(used));
      return;
    }
    pending_.append(bytes);
    auto const used = take(pending_, on_frame);
    pending_.erase(0, used);
  }

 private:
  struct Head {
    std::size_t head_bytes = 0;  // 0: not yet whole
    std::size_t payload_bytes = 0;
  };

  static Head head_of(std::string_view bytes) {
    if (bytes.size() < 2) return {};
    auto const at = [&](std::size_t i) {
      return std::size_t{static_cast<unsigned char>(bytes[i])};
    };
    auto const length = at(1);
    if (length > 127) throw std::runtime_error("a server must not mask its frames");
    if (length < 126) return {2, length};
    std::size_t const length_bytes = length == 126 ? 2 : 8;
    if (bytes.size() < 2 + length_bytes) return {};
    std::size_t size = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) size = size << 8 | at(2 + i);
    return {2 + length_bytes, size};
  }

  template <class OnFrame>
  std::size_t take(std::string_view bytes, OnFrame&& on_frame) {
    std::size_t used = 0;
    while (true) {
      auto const rest = bytes.substr(used);
      auto const head = head_of(rest);
      if (head.head_bytes == 0 || rest.size() - head.head_bytes < head.payload_bytes) return used;
      auto const opcode = static_cast<Opcode>(rest[0] & 0x0f);
      bool const compressed = (rest[0] & 0x40) != 0;
      used += head.head_bytes + head.payload_bytes;
      on_frame(Frame{opcode, compressed, rest.substr(head.head_bytes, head.payload_bytes)});
    }
  }

  std::string pending_;
};

}  // namespace switchboard::load

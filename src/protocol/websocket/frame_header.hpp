#pragma once
// The head of a frame from a client (RFC 6455 section 5.2), and its mask (section 5.3).

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/websocket/frame.hpp"

namespace switchboard::websocket {

// The four bytes that a payload was masked with, the next one to use first.
class Mask {
 public:
  Mask() = default;
  explicit Mask(char const* key);

  // Unmasks `bytes` from `from` to `to`, which may be the same place, 8 bytes a step, and stands
  // ready for what follows them.
  void apply(char const* from, char* to, std::size_t bytes);

 private:
  std::array<char, 4> key_{};
};

struct FrameHeader {
  bool final_fragment = false;
  bool rsv1 = false;
  Opcode opcode = Opcode::continuation;
  bool length_known = false;  // then everything but mask and header_bytes stands
  std::uint64_t payload_bytes = 0;
  Mask mask;
  std::size_t header_bytes = 0;  // 0: not all of it is there yet

  [[nodiscard]] bool is_control() const { return opcode >= Opcode::close; }
};

// Reads the header at the front of `bytes`. Answers why a client must not send it, empty when it
// may: a breach shows as soon as the byte that it stands in is there.
[[nodiscard]] std::string_view read_frame_header(std::string_view bytes, FrameHeader& header);

}  // namespace switchboard::websocket

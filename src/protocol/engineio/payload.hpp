#pragma once
// The body of a polling request: packets with a separator between them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/engineio/packet.hpp"

namespace switchboard::engineio {

constexpr char separator = '\x1e';

// Takes a body apart one packet at a time and keeps no list, so that a body of nothing but
// separators costs nothing. `body` must outlive the reader.
class PayloadReader {
 public:
  PayloadReader(std::string_view body, std::size_t packets_max);

  // broken: an empty or undecodable packet, text that is not UTF-8, or more than `packets_max`;
  // and so it stays. A packet's data is valid until the next call.
  enum class Step : std::uint8_t { packet, end, broken };
  [[nodiscard]] Step next(Packet& out);

 private:
  std::string_view rest_;
  std::size_t packets_left_;
  Step after_ = Step::packet;  // what the next call finds: a packet to read, or how it ended
  std::string scratch_;
};

}  // namespace switchboard::engineio

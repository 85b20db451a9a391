#include "protocol/websocket/frame_header.hpp"

#include <algorithm>
#include <cstring>

namespace switchboard::websocket {
namespace {

constexpr unsigned fin_bit = 0x80;
constexpr unsigned rsv1_bit = 0x40;
constexpr unsigned reserved_bits = 0x30;
constexpr unsigned opcode_bits = 0x0f;
constexpr unsigned masked_bit = 0x80;
constexpr unsigned length_bits = 0x7f;
constexpr unsigned length_in_2_bytes = 126;
constexpr unsigned length_in_8_bytes = 127;
constexpr std::size_t mask_bytes = 4;

unsigned byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<std::uint8_t>(bytes[index]);
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) number = number << 8 | byte_at(bytes, i);
  return number;
}

bool is_known(unsigned opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

std::string_view read_first_byte(unsigned first, FrameHeader& header) {
  if ((first & reserved_bits) != 0) return "reserved bits are set";
  if (!is_known(first & opcode_bits)) return "reserved opcode";
  header.final_fragment = (first & fin_bit) != 0;
  header.rsv1 = (first & rsv1_bit) != 0;
  header.opcode = static_cast<Opcode>(first & opcode_bits);
  if (!header.is_control()) return {};
  if (header.rsv1) return "compressed control frame";
  return header.final_fragment ? std::string_view{} : "fragmented control frame";
}

}  // namespace

Mask::Mask(char const* key) { std::memcpy(key_.data(), key, key_.size()); }

void Mask::apply(char const* from, char* to, std::size_t bytes) {
  std::uint64_t wide;
  std::memcpy(&wide, key_.data(), mask_bytes);
  std::memcpy(reinterpret_cast<char*>(&wide) + mask_bytes, key_.data(), mask_bytes);
  std::size_t i = 0;
  for (; i + sizeof wide <= bytes; i += sizeof wide) {
    std::uint64_t word;
    std::memcpy(&word, from + i, sizeof word);
    word ^= wide;
    std::memcpy(to + i, &word, sizeof word);
  }
  for (; i < bytes; ++i) to[i] = static_cast<char>(from[i] ^ key_[i % mask_bytes]);
  std::rotate(key_.begin(), key_.begin() + static_cast<std::ptrdiff_t>(bytes % mask_bytes),
              key_.end());
}

std::string_view read_frame_header(std::string_view bytes, FrameHeader& header) {
  if (bytes.empty()) return {};
  if (auto const breach = read_first_byte(byte_at(bytes, 0), header); !breach.empty())
    return breach;
  if (bytes.size() < 2) return {};
  auto const second = byte_at(bytes, 1);
  auto const short_length = second & length_bits;
  if ((second & masked_bit) == 0) return "frame is not masked";
  if (header.is_control() && short_length >= length_in_2_bytes) return "control frame is too long";

  auto const extra = short_length == length_in_8_bytes   ? 8U
                     : short_length == length_in_2_bytes ? 2U
                                                         : 0U;
  if (bytes.size() < 2 + extra) return {};
  auto const length = extra == 0 ? short_length : big_endian(bytes.substr(2, extra));
  if (length >> 63 != 0) return "length has its highest bit set";
  if ((extra == 2 && length < length_in_2_bytes) || (extra == 8 && length <= 0xffff))
    return "length is not in its shortest form";
  header.payload_bytes = length;
  header.length_known = true;
  if (bytes.size() < 2 + extra + mask_bytes) return {};
  header.mask = Mask(bytes.data() + 2 + extra);
  header.header_bytes = 2 + extra + mask_bytes;
  return {};
}

}  // namespace switchboard::websocket

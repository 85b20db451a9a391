#pragma once
// What messages are made of, and how one is written and signed.

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/stun/message.hpp"

namespace switchboard::stun {

enum class Attribute : std::uint16_t {
  username = 0x0006,
  message_integrity = 0x0008,
  error_code = 0x0009,
  lifetime = 0x000D,
  realm = 0x0014,
  nonce = 0x0015,
  xor_relayed_address = 0x0016,
  requested_transport = 0x0019,
  xor_mapped_address = 0x0020,
};

constexpr std::string_view magic_cookie = "\x21\x12\xA4\x42";

// Big-endian; the two bytes are there.
[[nodiscard]] std::uint16_t read16(std::string_view bytes, std::size_t at);

class Builder {
 public:
  Builder(std::uint16_t type, Transaction const& transaction);

  void add(Attribute type, std::string_view value);
  [[nodiscard]] std::string finish() { return std::move(message_); }
  // With the long-term credentials of RFC 8489 section 9.2.
  [[nodiscard]] std::string finish(Credentials const& credentials);

 private:
  void set_length(std::size_t attribute_bytes);

  std::string message_;
};

}  // namespace switchboard::stun

#include "base/encoding.hpp"

#include <array>
#include <cstdint>

namespace switchboard {
namespace {

constexpr std::string_view standard_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> url_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < url_alphabet.size(); ++i)
    values[static_cast<std::uint8_t>(url_alphabet[i])] = static_cast<std::int8_t>(i);
  return values;
}();

std::string encode64(std::string_view bytes, std::string_view alphabet) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (char byte : bytes) {
    bits = bits << 8 | static_cast<std::uint8_t>(byte);
    for (held += 8; held >= 6; held -= 6) out += alphabet[bits >> (held - 6) & 63];
  }
  if (held > 0) out += alphabet[bits << (6 - held) & 63];
  return out;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (char byte : bytes) {
    out += digits[static_cast<std::uint8_t>(byte) >> 4];
    out += digits[static_cast<std::uint8_t>(byte) & 15];
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  auto out = encode64(bytes, standard_alphabet);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::string to_base64url(std::string_view bytes) { return encode64(bytes, url_alphabet); }

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (char character : text) {
    auto value = url_values[static_cast<std::uint8_t>(character)];
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 255);
  }
  if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return out;
}

}  // namespace switchboard

#include "base/uuid.hpp"

#include <algorithm>

#include "base/expects.hpp"
#include "base/random.hpp"

namespace switchboard {
namespace {

constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

void stamp(Uuid& uuid, std::uint8_t version) {
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | version << 4);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
}

}  // namespace

Uuid Uuid::random() {
  Uuid uuid;
  fill_random(uuid.bytes);
  stamp(uuid, 4);
  return uuid;
}

Uuid Uuid::at(Timestamp moment) {
  Uuid uuid = random();
  auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(moment.time_since_epoch()).count();
  for (int i = 0; i < 6; ++i)
    uuid.bytes[static_cast<std::size_t>(i)] =
        static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
  stamp(uuid, 7);
  return uuid;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != shape.size()) return std::nullopt;
  Uuid uuid;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '-') {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    int value = hex_value(text[i]);
    if (value < 0) return std::nullopt;
    auto& byte = uuid.bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
    ++nibble;
  }
  return uuid;
}

Uuid Uuid::from_bytes(std::string_view sixteen_bytes) {
  Uuid uuid;
  expects(sixteen_bytes.size() == uuid.bytes.size(), "a UUID of 16 bytes");
  std::ranges::copy(sixteen_bytes, uuid.bytes.begin());
  return uuid;
}

void Uuid::append_to(std::string& out) const {
  constexpr std::string_view digits = "0123456789abcdef";
  auto start = out.size();
  out.append(shape);
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '-') continue;
    auto byte = bytes[nibble / 2];
    out[start + i] = digits[nibble % 2 == 0 ? byte >> 4 : byte & 15];
    ++nibble;
  }
}

std::string Uuid::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

}  // namespace switchboard

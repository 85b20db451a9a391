#include "protocol/jose/refresh_token.hpp"

#include <stdexcept>

#include "base/encoding.hpp"
#include "base/random.hpp"

namespace switchboard::jose {
namespace {

constexpr char version = 1;
constexpr std::size_t count_at = 17;
constexpr std::size_t mac_at = 25;
constexpr std::size_t mac_bytes = 16;
constexpr std::size_t text_bytes = 55;
constexpr std::string_view purpose = "switchboard refresh token 1";

std::string mac_of(std::string_view signed_bytes, Key& key) {
  auto mac = key.sign(signed_bytes);
  mac.resize(mac_bytes);
  return mac;
}

}  // namespace

Key refresh_key(std::string_view secret) {
  auto main = Key::hmac(secret);
  if (!main) throw std::invalid_argument("JWT_SECRET needs at least 32 bytes");
  return std::move(*Key::hmac(main->sign(purpose)));
}

std::string encode(RefreshToken const& token, Key& key) {
  std::string bytes(1, version);
  bytes += token.sign_in.as_bytes();
  auto count = static_cast<std::uint64_t>(token.count);
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes += static_cast<char>(static_cast<std::uint8_t>(count >> shift));
  bytes += mac_of(bytes, key);
  return to_base64url(bytes);
}

std::optional<RefreshToken> decode_refresh(std::string_view text, Key& key) {
  if (text.size() != text_bytes) return std::nullopt;
  auto bytes = from_base64url(text);
  if (!bytes || bytes->front() != version) return std::nullopt;
  auto all = std::string_view(*bytes);
  if (!equal_in_constant_time(all.substr(mac_at), mac_of(all.substr(0, mac_at), key)))
    return std::nullopt;
  std::uint64_t count = 0;
  for (auto byte : all.substr(count_at, mac_at - count_at))
    count = count << 8 | static_cast<std::uint8_t>(byte);
  if (count > INT64_MAX) return std::nullopt;
  return RefreshToken{Uuid::from_bytes(all.substr(1, 16)), static_cast<std::int64_t>(count)};
}

}  // namespace switchboard::jose

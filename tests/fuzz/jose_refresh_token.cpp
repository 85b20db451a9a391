// Any text: what is taken for a refresh token is one that we could have made. And any sign-in and
// count, as the bytes have them: what is made is taken.

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "protocol/jose/refresh_token.hpp"

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  static auto key = jose::refresh_key("a key of the fuzzer, 32 bytes and more");
  std::string_view text(reinterpret_cast<char const*>(bytes), size);
  if (auto token = jose::decode_refresh(text, key); token && jose::encode(*token, key) != text)
    std::abort();
  if (size < 24) return 0;
  jose::RefreshToken made{Uuid::from_bytes(text.substr(0, 16)), 0};
  std::memcpy(&made.count, bytes + 16, sizeof made.count);
  made.count &= INT64_MAX;
  if (jose::decode_refresh(jose::encode(made, key), key) != made) std::abort();
  return 0;
}

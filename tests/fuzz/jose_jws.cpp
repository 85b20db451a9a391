// Any text as a compact JWS, which nobody can forge; and any header and payload under a good
// signature, of which the payload comes back as it was or not at all.

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/encoding.hpp"
#include "protocol/jose/jws.hpp"

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  static auto key = jose::Key::hmac("a key of the fuzzer, 32 bytes and more");
  std::string_view text(reinterpret_cast<char const*>(bytes), size);
  if (jose::verify_compact(text, *key, jose::Typ::any)) std::abort();

  auto end = std::min(text.find('\n'), text.size());
  auto payload = text.substr(std::min(end + 1, text.size()));
  auto input = to_base64url(text.substr(0, end)) + '.' + to_base64url(payload);
  auto verified = jose::verify_compact(input + '.' + to_base64url(key->sign(input)), *key);
  if (verified && *verified != payload) std::abort();
  return 0;
}

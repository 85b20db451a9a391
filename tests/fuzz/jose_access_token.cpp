// Any payload under a good signature: what is decoded is encoded so that it decodes the same.

#include <cstdint>
#include <cstdlib>

#include "protocol/jose/access_token.hpp"

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  static auto key = jose::Key::hmac("a key of the fuzzer, 32 bytes and more");
  std::string_view payload(reinterpret_cast<char const*>(bytes), size);
  auto claims = jose::decode(jose::sign_compact(payload, *key), *key);
  if (!claims) return 0;
  claims->nbf.reset();
  auto token = jose::encode(*claims, *key);
  if (token.size() > jose::jws_bytes_max) return 0;
  auto again = jose::decode(token, *key);
  if (!again || *again != *claims) std::abort();
  return 0;
}

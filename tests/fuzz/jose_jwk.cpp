// Any text as a JWK: a key comes out or none, and a key that came out verifies no nonsense.

#include <cstdint>
#include <cstdlib>

#include "protocol/jose/jws.hpp"

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto key = jose::Key::from_jwk({reinterpret_cast<char const*>(bytes), size});
  if (!key) return 0;
  if (key->verify("text", "")) std::abort();
  if (key->verify("text", std::string(64, 's'))) std::abort();
  return 0;
}

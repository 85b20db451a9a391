// Any bytes as what a STUN server says: a message within its bounds, or nothing.

#include <cstdint>
#include <cstdlib>

#include "protocol/stun/message.hpp"

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  std::string_view text(reinterpret_cast<char const*>(bytes), size);
  auto whole = stun::size_of_message(text);
  if (whole && *whole > stun::message_bytes_max) std::abort();
  if (!whole && size >= stun::header_bytes) std::abort();
  auto message = stun::decode(text);
  if (message && whole != size) std::abort();
  if (message && message->error_code && (*message->error_code < 300 || *message->error_code > 699))
    std::abort();
  stun::Credentials credentials{"7", "realm", "nonce", "password"};
  if (stun::is_authentic(text, credentials) && !message) std::abort();
  return 0;
}

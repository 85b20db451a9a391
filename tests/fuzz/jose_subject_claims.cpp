// Any payload: a good signature changes nothing about what is read, what is read keeps its bounds,
// and any text as a whole token is refused in peace.

#include <cstdint>
#include <cstdlib>

#include "model/subject.hpp"
#include "protocol/jose/subject_claims.hpp"

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  static auto key = jose::Key::hmac("a key of the fuzzer, 32 bytes and more");
  std::string_view payload(reinterpret_cast<char const*>(bytes), size);
  auto token = jose::sign_compact(payload, *key);
  auto verified = jose::decode_subject(token, *key);
  auto bare = jose::decode_subject_unverified(token);
  if (verified.has_value() != bare.has_value()) std::abort();
  if (verified && *verified != *bare) std::abort();
  if (verified && (verified->sub.empty() || verified->sub.size() > subject_bytes_max)) std::abort();
  if (jose::decode_subject(payload, *key)) std::abort();
  static_cast<void>(jose::decode_subject_unverified(payload));
  return 0;
}

#include "base/random.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <stdexcept>
#include <vector>

#include "base/encoding.hpp"

namespace switchboard {

void fill_random(std::span<std::uint8_t> out) {
  if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
    throw std::runtime_error("the machine gives no random bytes");
}

std::uint64_t random_number() {
  std::array<std::uint8_t, 8> bytes{};
  fill_random(bytes);
  std::uint64_t number = 0;
  for (auto byte : bytes) number = number << 8 | byte;
  return number;
}

std::string random_hex(std::size_t bytes) {
  std::vector<std::uint8_t> raw(bytes);
  fill_random(raw);
  return to_hex({reinterpret_cast<char const*>(raw.data()), raw.size()});
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace switchboard

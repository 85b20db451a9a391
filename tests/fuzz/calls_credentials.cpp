// Any bytes as the body of /register: credentials within the body's bounds, or nothing.

#include <cstdint>
#include <cstdlib>

#include "protocol/calls/credentials.hpp"

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto read = calls::decode_credentials({reinterpret_cast<char const*>(bytes), size});
  if (!read) return 0;
  auto total = read->username.size() + read->password.size() + read->old_password.size() +
               read->new_password.size();
  if (total > size) std::abort();
  return 0;
}

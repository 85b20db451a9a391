// What we deflate inflates to itself, and what anyone sends inflates within its limit or not at
// all.

#include <cstdint>
#include <memory>
#include <vector>

#include "base/expects.hpp"
#include "protocol/websocket/deflate.hpp"

using namespace switchboard;
using namespace switchboard::websocket;

namespace {

void round_trip(std::string_view message, int window_bits) {
  static std::vector<std::unique_ptr<Deflater>> deflaters(16);
  static Inflater inflater;
  auto& deflater = deflaters.at(static_cast<std::size_t>(window_bits));
  if (!deflater) deflater = std::make_unique<Deflater>(window_bits);
  std::string packed;
  std::string unpacked;
  deflater->deflate(message, packed);
  expects(!packed.empty(), "even an empty message to be something");
  expects(inflater.inflate(packed, message.size(), unpacked) == Inflater::Outcome::inflated,
          "our own to inflate");
  expects(unpacked == message, "the same message");
}

void inflate_hostile(std::string_view message, std::size_t bytes_max) {
  static Inflater inflater;
  std::string out;
  auto const outcome = inflater.inflate(message, bytes_max, out);
  expects(out.size() <= bytes_max + 1, "the limit to hold");
  expects(outcome != Inflater::Outcome::inflated || out.size() <= bytes_max, "the limit to hold");
  std::string unlimited;
  if (outcome != Inflater::Outcome::inflated) return;
  expects(inflater.inflate(message, 1 << 20, unlimited) == Inflater::Outcome::inflated &&
              unlimited == out,
          "a larger limit to change nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  if (size < 1) return 0;
  std::string_view const bytes(reinterpret_cast<char const*>(input) + 1, size - 1);
  round_trip(bytes, 9 + input[0] % 7);
  inflate_hostile(bytes, input[0] * 16U);
  return 0;
}

// Bodies, whole and in pieces: the verdict and the bytes are the same, and the limit holds. The
// first byte says which body; the second how large the pieces are.

#include <cstdint>
#include <string>

#include "base/expects.hpp"
#include "protocol/http/body_decoder.hpp"

using namespace switchboard;
using namespace switchboard::http;
using Outcome = BodyDecoder::Outcome;

namespace {

constexpr std::size_t bytes_max = 100;

struct Decoded {
  Outcome outcome = Outcome::incomplete;
  int status = 0;
  std::size_t taken = 0;
  std::string body;

  friend bool operator==(Decoded const&, Decoded const&) = default;
};

Decoded decode(BodyDecoder decoder, std::string_view bytes, std::size_t step) {
  Decoded decoded;
  do {
    std::size_t taken = 0;
    auto const piece = bytes.substr(decoded.taken, step);
    decoded.outcome = decoder.decode(piece, taken, decoded.body);
    expects(taken <= piece.size(), "no more to be taken than there is");
    expects(decoded.outcome != Outcome::incomplete || taken == piece.size(), "all to be taken");
    decoded.taken += taken;
  } while (decoded.outcome == Outcome::incomplete && decoded.taken < bytes.size());
  if (decoded.outcome == Outcome::refused) decoded.status = decoder.status();
  return decoded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  if (size < 2) return 0;
  static RequestHead head;
  head.chunked = input[0] >= 128;
  head.content_length.reset();
  if (!head.chunked) head.content_length = input[0];
  std::string_view const bytes(reinterpret_cast<char const*>(input) + 2, size - 2);

  BodyDecoder const decoder(head, bytes_max);
  auto const whole = decode(decoder, bytes, bytes.size() + 1);
  expects(whole == decode(decoder, bytes, input[1] % 16 + 1U), "the same in pieces");
  expects(whole.body.size() <= bytes_max, "the limit to hold");
  if (!head.chunked && whole.outcome == Outcome::complete)
    expects(whole.body.size() == input[0] && whole.taken == input[0], "the announced length");
  return 0;
}

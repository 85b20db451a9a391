// The body of a polling request. The first byte bounds the packets. Whatever is read to its end is
// the body again when it is written.

#include <cstdint>
#include <string>

#include "base/expects.hpp"
#include "base/utf8.hpp"
#include "protocol/engineio/payload.hpp"

using namespace switchboard;
using namespace switchboard::engineio;
using Step = PayloadReader::Step;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  if (size < 1) return 0;
  std::string_view const body(reinterpret_cast<char const*>(input) + 1, size - 1);
  std::size_t const packets_max = input[0];
  PayloadReader reader(body, packets_max);
  std::string written;
  std::size_t packets = 0;
  Packet packet{};
  auto step = reader.next(packet);
  for (; step == Step::packet; step = reader.next(packet)) {
    expects(++packets <= packets_max, "no more packets than may be");
    if (packets > 1) written += separator;
    if (packet.binary)
      append_base64_packet(written, packet.data);
    else
      append_packet(written, packet.type, packet.data);
    expects(packet.binary || is_valid_utf8(packet.data), "text to be UTF-8");
    expects(packet.binary ||
                decode_text(written.substr(written.size() - packet.data.size() - 1)) == packet,
            "the same packet alone");
    expects(body.starts_with(written), "the packets that are there");
  }
  expects(step == Step::broken || written == body, "nothing to be left out");
  expects(reader.next(packet) == step, "the end to stay as it is");
  return 0;
}

// Handshakes and offers of extensions: what is accepted is answered by a head of HTTP, and windows
// stay within 9 to 15.

#include <cstdint>

#include "base/expects.hpp"
#include "protocol/http/head_parser.hpp"
#include "protocol/websocket/handshake.hpp"

using namespace switchboard;
using namespace switchboard::websocket;

namespace {

void check(DeflateAgreement const& deflate) {
  expects(deflate.server_window_bits >= 9 && deflate.server_window_bits <= 15, "a server's window");
  expects(deflate.client_window_bits >= 9 && deflate.client_window_bits <= 15, "a client's window");
  expects(deflate.server_window_bits_asked || deflate.server_window_bits == 15, "nothing unasked");
  expects(deflate.client_window_bits_offered || deflate.client_window_bits == 15,
          "nothing unoffered");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  std::string_view const bytes(reinterpret_cast<char const*>(input), size);
  if (auto const agreed = negotiate_deflate(bytes)) check(*agreed);

  static http::RequestHead head;
  http::HeadParser parser;
  if (parser.parse(bytes, head) != http::HeadParser::Outcome::complete) return 0;
  auto const handshake = check_handshake(head, true);
  if (handshake.refuse_status != 0) return 0;
  expects(head.method == http::Method::get && head.upgrades, "only a GET that upgrades");
  expects(handshake.accept.size() == 28, "a digest in base64");
  if (handshake.deflate) check(*handshake.deflate);
  auto const answer = handshake_answer(handshake);
  expects(answer.ends_with("\r\n\r\n"), "a whole answer");
  return 0;
}

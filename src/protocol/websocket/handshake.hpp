#pragma once
// The opening handshake (RFC 6455 section 4.2) and the negotiation of permessage-deflate (RFC 7692
// section 7).

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/http/message.hpp"

namespace switchboard::websocket {

// Both directions without context takeover, always: that is what lets one compressed frame serve a
// whole room.
struct DeflateAgreement {
  int server_window_bits = 15;            // 9 to 15
  bool server_window_bits_asked = false;  // then the answer must name it
  int client_window_bits = 15;
  bool client_window_bits_offered = false;  // only then may the answer name it
};

// The first offer of permessage-deflate that can be met; nullopt: none, unknown or doubled
// parameters, or a window of 8.
[[nodiscard]] std::optional<DeflateAgreement> negotiate_deflate(std::string_view extensions);

struct Handshake {
  int refuse_status =
      0;  // 0: accepted; 400; 426 (another version: the answer says Sec-WebSocket-Version: 13)
  std::string accept;  // Sec-WebSocket-Accept
  std::optional<DeflateAgreement> deflate;
};

// Checks GET, HTTP/1.1, Upgrade: websocket, Connection: upgrade, version 13, a key of 16 bytes in
// base64, no body.
[[nodiscard]] Handshake check_handshake(http::RequestHead const& head, bool deflate_allowed);

using ExtraHeaders = std::vector<std::pair<std::string, std::string>>;

// The whole 101 answer, up to and with the empty line. `headers`: names and values as they may
// stand in a header (RFC 9110 section 5.5).
[[nodiscard]] std::string handshake_answer(Handshake const& handshake,
                                           std::string_view protocol = {},
                                           ExtraHeaders const& headers = {});

}  // namespace switchboard::websocket

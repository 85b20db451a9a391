#include "protocol/websocket/handshake.hpp"

#include <openssl/sha.h>

#include <array>
#include <utility>

#include "base/encoding.hpp"
#include "base/expects.hpp"
#include "protocol/http/syntax.hpp"
#include "protocol/http/target.hpp"
#include "protocol/websocket/extension_offer.hpp"

namespace switchboard::websocket {
namespace {

using http::equals_ignoring_case;

// 9 to 15, without leading zeros. zlib cannot keep to 8, which RFC 7692 allows too.
std::optional<int> window_bits(std::string_view text) {
  if (text == "9") return 9;
  if (text.size() != 2 || text[0] != '1' || text[1] < '0' || text[1] > '5') return std::nullopt;
  return 10 + (text[1] - '0');
}

// Takes the parameters of one offer; false when it cannot be met.
class OfferReader {
 public:
  [[nodiscard]] bool accept(ExtensionParameter const& parameter) {
    auto const& [name, value] = parameter;
    if (name == "server_no_context_takeover") return once(0) && !value;
    if (name == "client_no_context_takeover") return once(1) && !value;
    if (name == "server_max_window_bits") {
      agreement.server_window_bits_asked = true;
      return once(2) && value && set(agreement.server_window_bits, *value);
    }
    if (name != "client_max_window_bits" || !once(3)) return false;
    agreement.client_window_bits_offered = true;
    return !value || set(agreement.client_window_bits, *value);
  }

  DeflateAgreement agreement;

 private:
  [[nodiscard]] bool once(std::size_t parameter) {
    return !std::exchange(seen_.at(parameter), true);
  }

  [[nodiscard]] static bool set(int& bits, std::string_view text) {
    auto const wanted = window_bits(text);
    bits = wanted.value_or(bits);
    return wanted.has_value();
  }

  std::array<bool, 4> seen_{};
};

bool is_key(std::string_view key) {
  constexpr std::size_t digits = 22;  // 16 bytes in base64
  if (key.size() != digits + 2 || !key.ends_with("==")) return false;
  for (auto c : key.substr(0, digits)) {
    auto const letter = http::lower(c) >= 'a' && http::lower(c) <= 'z';
    if (!letter && !http::is(http::digit_char, c) && c != '+' && c != '/') return false;
  }
  return true;
}

std::string accept_of(std::string_view key) {
  auto const text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest.data());
  return to_base64({reinterpret_cast<char const*>(digest.data()), digest.size()});
}

// The fields that a handshake stands on, each of which may be there once (RFC 6455 section 11.3).
struct Fields {
  std::string_view key;
  std::string_view version;
  int keys = 0;
  int versions = 0;
  bool names_websocket = false;
};

Fields fields_of(http::RequestHead const& head) {
  Fields fields;
  for (auto const& [name, value] : head.headers()) {
    if (equals_ignoring_case(name, "upgrade")) {
      fields.names_websocket |= http::list_has_token(value, "websocket");
    } else if (equals_ignoring_case(name, "sec-websocket-key")) {
      fields.key = value;
      ++fields.keys;
    } else if (equals_ignoring_case(name, "sec-websocket-version")) {
      fields.version = value;
      ++fields.versions;
    }
  }
  return fields;
}

int refuse_status_of(http::RequestHead const& head, Fields const& fields) {
  auto const has_body = head.chunked || head.content_length.value_or(0) > 0;
  if (head.method != http::Method::get || head.http_1_0 || has_body) return 400;
  if (!head.upgrades || !fields.names_websocket || fields.versions == 0) return 400;
  if (fields.versions > 1 || fields.version != "13") return 426;
  return fields.keys == 1 && is_key(fields.key) ? 0 : 400;
}

}  // namespace

std::optional<DeflateAgreement> negotiate_deflate(std::string_view extensions) {
  ExtensionScanner scanner(extensions);
  std::optional<DeflateAgreement> agreed;
  for (auto name = scanner.next_name(); !name.empty(); name = scanner.next_name()) {
    OfferReader offer;
    auto acceptable = name == "permessage-deflate";
    while (auto const parameter = scanner.next_parameter())
      acceptable = acceptable && offer.accept(*parameter);
    if (acceptable && !agreed) agreed = offer.agreement;
  }
  return scanner.broken() ? std::nullopt : agreed;
}

Handshake check_handshake(http::RequestHead const& head, bool deflate_allowed) {
  Handshake handshake;
  auto const fields = fields_of(head);
  handshake.refuse_status = refuse_status_of(head, fields);
  if (handshake.refuse_status != 0) return handshake;
  handshake.accept = accept_of(fields.key);
  if (!deflate_allowed) return handshake;
  for (auto const& [name, value] : head.headers()) {
    if (handshake.deflate) break;
    if (equals_ignoring_case(name, "sec-websocket-extensions"))
      handshake.deflate = negotiate_deflate(value);
  }
  return handshake;
}

std::string handshake_answer(Handshake const& handshake, std::string_view protocol,
                             ExtraHeaders const& headers) {
  expects(handshake.refuse_status == 0, "a handshake that was accepted");
  expects(protocol.empty() || http::is_token(protocol), "a subprotocol to be a token");
  std::string answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: ";
  answer += handshake.accept;
  if (!protocol.empty()) (answer += "\r\nSec-WebSocket-Protocol: ") += protocol;
  if (handshake.deflate) {
    auto const& deflate = *handshake.deflate;
    answer +=
        "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
        "client_no_context_takeover";
    if (deflate.server_window_bits_asked)
      (answer += "; server_max_window_bits=") += std::to_string(deflate.server_window_bits);
    if (deflate.client_window_bits_offered && deflate.client_window_bits < 15)
      (answer += "; client_max_window_bits=") += std::to_string(deflate.client_window_bits);
  }
  for (auto const& [name, value] : headers) {
    expects(http::is_token(name) && http::is_field_value(value), "a header that can be sent");
    (((answer += "\r\n") += name) += ": ") += value;
  }
  return answer += "\r\n\r\n";
}

}  // namespace switchboard::websocket

#include "protocol/stun/message.hpp"

#include <arpa/inet.h>

#include <utility>

#include "protocol/stun/attributes.hpp"

namespace switchboard::stun {
namespace {

constexpr std::size_t attribute_header_bytes = 4;

// RFC 8489 section 5: the class lies in bits 4 and 8 of the type, between those of the method.
std::uint16_t type_of(Method method, Class kind) {
  auto number = std::to_underlying(kind);
  return static_cast<std::uint16_t>(std::to_underlying(method) | (number & 1U) << 4 |
                                    (number & 2U) << 7);
}

Class class_of(std::uint16_t type) {
  return static_cast<Class>((type >> 4 & 1U) | (type >> 7 & 2U));
}

std::optional<Method> method_of(std::uint16_t type) {
  for (auto method : {Method::binding, Method::allocate, Method::refresh})
    if ((type & ~0x110U) == std::to_underlying(method)) return method;
  return std::nullopt;
}

// RFC 8489 section 14.2: XORed with the cookie, and with the transaction for IPv6.
std::optional<Endpoint> endpoint_of(std::string_view value, std::string_view header) {
  constexpr unsigned ipv4 = 1;
  constexpr unsigned ipv6 = 2;
  if (value.size() < 4) return std::nullopt;
  auto family = static_cast<unsigned char>(value[1]);
  std::size_t size = family == ipv4 ? 4 : family == ipv6 ? 16 : 0;
  if (size == 0 || value.size() != 4 + size) return std::nullopt;
  std::array<unsigned char, 16> bytes{};
  for (std::size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<unsigned char>(value[4 + i] ^ header[4 + i]);
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family == ipv4 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
  auto port = static_cast<std::uint16_t>(read16(value, 2) ^ read16(header, 4));
  return Endpoint{text.data(), port};
}

std::optional<int> error_code_of(std::string_view value) {
  if (value.size() < 4) return std::nullopt;
  auto hundreds = static_cast<unsigned char>(value[2]) & 7;
  auto rest = static_cast<unsigned char>(value[3]);
  if (hundreds < 3 || hundreds > 6 || rest > 99) return std::nullopt;
  return hundreds * 100 + rest;
}

// The first of each counts (RFC 8489 section 14).
void take(Attribute type, std::string_view value, std::string_view header, Message& message) {
  switch (type) {
    case Attribute::xor_mapped_address:
      if (!message.mapped) message.mapped = endpoint_of(value, header);
      break;
    case Attribute::xor_relayed_address:
      if (!message.relayed) message.relayed = endpoint_of(value, header);
      break;
    case Attribute::error_code:
      if (!message.error_code) message.error_code = error_code_of(value);
      break;
    case Attribute::realm:
      if (!message.realm) message.realm = value;
      break;
    case Attribute::nonce:
      if (!message.nonce) message.nonce = value;
      break;
    default: break;
  }
}

}  // namespace

std::optional<std::size_t> size_of_message(std::string_view bytes) {
  if (bytes.size() < header_bytes) return std::nullopt;
  auto length = read16(bytes, 2);
  auto total = header_bytes + length;
  if ((read16(bytes, 0) & 0xC000U) != 0 || length % 4 != 0 || total > message_bytes_max) return 0;
  if (bytes.substr(4, 4) != magic_cookie) return 0;
  return total;
}

std::optional<Message> decode(std::string_view bytes) {
  auto size = size_of_message(bytes);
  if (!size || *size == 0 || *size != bytes.size()) return std::nullopt;
  auto type = read16(bytes, 0);
  auto method = method_of(type);
  if (!method) return std::nullopt;
  Message message;
  message.method = *method;
  message.kind = class_of(type);
  auto header = bytes.substr(0, header_bytes);
  bytes.copy(reinterpret_cast<char*>(message.transaction.data()), message.transaction.size(), 8);
  for (auto rest = bytes.substr(header_bytes); !rest.empty();) {
    if (rest.size() < attribute_header_bytes) return std::nullopt;
    auto length = read16(rest, 2);
    auto padded = attribute_header_bytes + (length + 3U) / 4 * 4;
    if (padded > rest.size()) return std::nullopt;
    take(static_cast<Attribute>(read16(rest, 0)), rest.substr(attribute_header_bytes, length),
         header, message);
    rest.remove_prefix(padded);
  }
  return message;
}

std::string binding_request(Transaction const& transaction) {
  return Builder(type_of(Method::binding, Class::request), transaction).finish();
}

std::string allocate_request(Transaction const& transaction,
                             std::optional<Credentials> const& credentials) {
  constexpr std::string_view udp{"\x11\0\0\0", 4};
  Builder builder(type_of(Method::allocate, Class::request), transaction);
  builder.add(Attribute::requested_transport, udp);
  return credentials ? builder.finish(*credentials) : builder.finish();
}

std::string release_request(Transaction const& transaction, Credentials const& credentials) {
  constexpr std::string_view no_time{"\0\0\0\0", 4};
  Builder builder(type_of(Method::refresh, Class::request), transaction);
  builder.add(Attribute::lifetime, no_time);
  return builder.finish(credentials);
}

}  // namespace switchboard::stun

#include "protocol/stun/attributes.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

#include "base/random.hpp"

namespace switchboard::stun {
namespace {

constexpr std::size_t integrity_bytes = 20;
constexpr std::size_t integrity_attribute_bytes = 4 + integrity_bytes;

unsigned char const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}

// MD5 and SHA-1 because the long-term mechanism has them (RFC 8489 section 9.2.2).
std::string key_of(Credentials const& credentials) {
  auto text = credentials.username + ':' + credentials.realm + ':' + credentials.password;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) != 1)
    throw std::runtime_error("OpenSSL has no MD5");
  return {reinterpret_cast<char const*>(digest.data()), size};
}

std::string sign(std::string_view message, Credentials const& credentials) {
  auto key = key_of(credentials);
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(),
       code.data(), &size);
  return {reinterpret_cast<char const*>(code.data()), size};
}

void append16(std::string& out, std::size_t number) {
  out += static_cast<char>(number >> 8 & 0xFFU);
  out += static_cast<char>(number & 0xFFU);
}

}  // namespace

std::uint16_t read16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

Builder::Builder(std::uint16_t type, Transaction const& transaction) {
  append16(message_, type);
  append16(message_, 0);
  message_ += magic_cookie;
  message_.append(reinterpret_cast<char const*>(transaction.data()), transaction.size());
}

void Builder::set_length(std::size_t attribute_bytes) {
  std::string length;
  append16(length, attribute_bytes);
  message_.replace(2, 2, length);
}

void Builder::add(Attribute type, std::string_view value) {
  append16(message_, static_cast<std::uint16_t>(type));
  append16(message_, value.size());
  message_ += value;
  message_.append((4 - value.size() % 4) % 4, '\0');
  set_length(message_.size() - header_bytes);
}

// What is signed already has the length with the signature in it (RFC 8489 section 14.5).
std::string Builder::finish(Credentials const& credentials) {
  add(Attribute::username, credentials.username);
  add(Attribute::realm, credentials.realm);
  add(Attribute::nonce, credentials.nonce);
  set_length(message_.size() - header_bytes + integrity_attribute_bytes);
  auto signature = sign(message_, credentials);
  add(Attribute::message_integrity, signature);
  return std::move(message_);
}

bool is_authentic(std::string_view message, Credentials const& credentials) {
  if (message.size() < header_bytes + integrity_attribute_bytes || !decode(message)) return false;
  auto at = header_bytes;
  while (at + integrity_attribute_bytes <= message.size()) {
    auto length = read16(message, at + 2);
    if (read16(message, at) == static_cast<std::uint16_t>(Attribute::message_integrity)) {
      if (length != integrity_bytes) return false;
      std::string head(message.substr(0, at));
      std::string covered;
      append16(covered, at + integrity_attribute_bytes - header_bytes);
      head.replace(2, 2, covered);
      return equal_in_constant_time(sign(head, credentials),
                                    message.substr(at + 4, integrity_bytes));
    }
    at += 4 + (length + 3U) / 4 * 4;
  }
  return false;
}

}  // namespace switchboard::stun

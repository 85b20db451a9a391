#include "protocol/http/syntax.hpp"

#include <bit>
#include <cstring>

namespace switchboard::http {
namespace {

constexpr std::uint64_t repeated(std::uint8_t byte) { return 0x0101010101010101U * byte; }

// May be true without cause (a tab, or a byte behind a hit); never false with cause.
bool may_hold_control(std::uint64_t word) {
  auto const below_space = (word - repeated(0x20)) & ~word;
  auto const deleted = word ^ repeated(0x7f);
  auto const is_deleted = (deleted - repeated(0x01)) & ~deleted;
  return ((below_space | is_deleted) & repeated(0x80)) != 0;
}

// The high bit of every byte that is neither a letter nor '-', exactly.
std::uint64_t other_than_letters(std::uint64_t word) {
  auto const low = repeated(0x7f);
  auto const folded = (word | repeated(0x20)) & low;
  auto const from_a = folded + repeated(0x80 - 'a');
  auto const behind_z = folded + repeated(0x7f - 'z');
  auto const from_hyphen = word ^ repeated('-');
  auto const not_hyphen = ((from_hyphen & low) + low) | from_hyphen;
  return ((~from_a | behind_z | word) & not_hyphen) & repeated(0x80);
}

bool is_reg_name(std::string_view name) {
  if (name.empty()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (is(host_char, name[i])) continue;
    if (name[i] != '%' || i + 2 >= name.size()) return false;
    if (!is(hex_char, name[i + 1]) || !is(hex_char, name[i + 2])) return false;
    i += 2;
  }
  return true;
}

// The inside of the brackets. Which colons make a real address is the resolver's business.
bool is_ip_literal(std::string_view literal) {
  if (literal.size() < 2 || literal.find(':') == std::string_view::npos) return false;
  for (auto c : literal)
    if (!is(hex_char, c) && c != ':' && c != '.') return false;
  return true;
}

bool is_port(std::string_view port) {
  if (port.size() > 5 || !all(digit_char, port)) return false;
  unsigned number = 0;
  for (auto c : port) number = number * 10 + static_cast<unsigned>(c - '0');
  return number <= 65535;
}

}  // namespace

std::size_t token_prefix(std::string_view text) {
  static_assert(std::endian::native == std::endian::little);
  std::size_t at = 0;
  while (at + sizeof(std::uint64_t) <= text.size()) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, sizeof word);
    auto const others = other_than_letters(word);
    at += static_cast<std::size_t>(std::countr_zero(others)) / 8;
    if (others == 0) continue;
    if (!is(token_char, text[at])) return at;
    ++at;
  }
  while (at < text.size() && is(token_char, text[at])) ++at;
  return at;
}

bool is_field_value(std::string_view value) {
  auto const* at = value.data();
  auto left = value.size();
  for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t)) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    if (may_hold_control(word) && !all(field_char, {at, sizeof word})) return false;
    at += sizeof word;
  }
  return all(field_char, {at, left});
}

bool is_authority(std::string_view authority) {
  auto host = authority;
  std::string_view port;
  auto const bracketed = authority.starts_with('[');
  auto const host_end = bracketed ? authority.find(']') : authority.find(':');
  if (bracketed) {
    if (host_end == std::string_view::npos) return false;
    host = authority.substr(1, host_end - 1);
    auto const behind = authority.substr(host_end + 1);
    if (!behind.empty() && !behind.starts_with(':')) return false;
    port = behind.empty() ? behind : behind.substr(1);
  } else if (host_end != std::string_view::npos) {
    host = authority.substr(0, host_end);
    port = authority.substr(host_end + 1);
  }
  return (bracketed ? is_ip_literal(host) : is_reg_name(host)) && is_port(port);
}

}  // namespace switchboard::http

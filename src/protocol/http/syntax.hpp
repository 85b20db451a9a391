#pragma once
// The character classes and small grammars that requests are read with (RFC 9110 section 5, RFC
// 3986 section 3.2.2).

#include <array>
#include <cstdint>
#include <string_view>

namespace switchboard::http {

enum CharClass : std::uint8_t {
  token_char = 1,   // RFC 9110 section 5.6.2
  field_char = 2,   // tab, space, visible, obs-text
  target_char = 4,  // visible ASCII without '#', which no target may carry
  host_char = 8,    // unreserved and sub-delims of a reg-name; '%' is looked at apart
  hex_char = 16,
  digit_char = 32,
};

constexpr std::array<std::uint8_t, 256> char_classes = [] {
  std::array<std::uint8_t, 256> classes{};
  auto const mark = [&](std::string_view characters, unsigned added) {
    for (auto c : characters) classes[static_cast<std::uint8_t>(c)] |= added;
  };
  for (unsigned c = 0x20; c < 0x100; ++c) classes[c] = c == 0x7f ? 0 : field_char;
  for (unsigned c = 0x21; c < 0x7f; ++c) classes[c] |= c == '#' ? 0 : target_char;
  mark("\t", field_char);
  mark("0123456789", token_char | host_char | hex_char | digit_char);
  mark("abcdefABCDEF", hex_char);
  mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", token_char | host_char);
  mark("!#$%&'*+-.^_`|~", token_char);
  mark("-._~!$&'()*+,;=", host_char);
  return classes;
}();

[[nodiscard]] constexpr bool is(CharClass wanted, char c) {
  return (char_classes[static_cast<std::uint8_t>(c)] & wanted) != 0;
}

// Is every character of that class? True for an empty text.
[[nodiscard]] constexpr bool all(CharClass wanted, std::string_view text) {
  for (auto c : text)
    if (!is(wanted, c)) return false;
  return true;
}

[[nodiscard]] constexpr bool is_token(std::string_view text) {
  return !text.empty() && all(token_char, text);
}

[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

// Only ASCII letters have a case here.
[[nodiscard]] constexpr bool equals_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (lower(left[i]) != lower(right[i])) return false;
  return true;
}

// Without the spaces and tabs around it.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
  auto const blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// Takes the part before the next `separator` off the front of `text`, which is left with what
// stands behind it.
[[nodiscard]] constexpr std::string_view take_until(std::string_view& text, char separator) {
  auto const end = text.find(separator);
  auto const part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return part;
}

// The value of a hexadecimal digit; -1 for anything else.
[[nodiscard]] constexpr int hex_value(char c) {
  if (!is(hex_char, c)) return -1;
  return is(digit_char, c) ? c - '0' : lower(c) - 'a' + 10;
}

// How many bytes at the front of `text` may stand in a token; letters and '-', which is what names
// of fields are made of, 8 a step.
[[nodiscard]] std::size_t token_prefix(std::string_view text);

// A field value that no peer could take for the end of its line: 8 bytes a step.
[[nodiscard]] bool is_field_value(std::string_view value);

// uri-host [ ":" port ], never empty, and without user information.
[[nodiscard]] bool is_authority(std::string_view authority);

}  // namespace switchboard::http

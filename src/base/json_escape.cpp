#include "base/json_escape.hpp"

#include <array>
#include <cstdint>

namespace switchboard {
namespace {

// 0: as it is; 'u': as \u00xx; anything else: the letter behind the backslash.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> table{};
  for (int i = 0; i < 0x20; ++i) table[static_cast<std::size_t>(i)] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  table[0x7f] = 'u';
  return table;
}();

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<std::uint8_t>(text[i]);
    char escape = escapes[byte];
    if (escape == 0) [[likely]]
      continue;
    out.append(text, plain_from, i - plain_from);
    plain_from = i + 1;
    out += '\\';
    out += escape;
    if (escape != 'u') continue;
    out += "00";
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  out.append(text, plain_from);
  out += '"';
}

}  // namespace switchboard

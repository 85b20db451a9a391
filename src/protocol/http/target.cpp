#include "protocol/http/target.hpp"

#include "base/utf8.hpp"
#include "protocol/http/syntax.hpp"

namespace switchboard::http {

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = text[i];
    if (byte == '+' && plus_is_space) byte = ' ';
    if (byte == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      auto const high = hex_value(text[i + 1]);
      auto const low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      byte = static_cast<char>(high << 4 | low);
      i += 2;
    }
    if (byte == '\0') return std::nullopt;
    decoded += byte;
  }
  if (!is_valid_utf8(decoded)) return std::nullopt;
  return decoded;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    auto value = take_until(query, '&');
    auto const key = take_until(value, '=');
    auto const encoded = key.find_first_of("%+") != std::string_view::npos;
    if (encoded ? percent_decode(key, true) == name : key == name)
      return percent_decode(value, true);
  }
  return std::nullopt;
}

std::vector<std::pair<std::string_view, std::string_view>> cookies(std::string_view header) {
  std::vector<std::pair<std::string_view, std::string_view>> found;
  while (!header.empty()) {
    auto const pair = trimmed(take_until(header, ';'));
    auto const equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    found.emplace_back(trimmed(pair.substr(0, equals)), trimmed(pair.substr(equals + 1)));
  }
  return found;
}

bool list_has_token(std::string_view list, std::string_view token) {
  while (!list.empty())
    if (equals_ignoring_case(trimmed(take_until(list, ',')), token)) return true;
  return false;
}

}  // namespace switchboard::http

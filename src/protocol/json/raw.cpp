#include "protocol/json/raw.hpp"

#include <algorithm>

#include "protocol/json/document.hpp"

namespace switchboard::json {
namespace {

constexpr std::string_view white_space = " \t\n\r";

void skip_space(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
}

bool take(std::string_view& text, char letter) {
  skip_space(text);
  if (!text.starts_with(letter)) return false;
  text.remove_prefix(1);
  return true;
}

// A string with its quotes.
std::size_t string_length(std::string_view text) {
  std::size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

std::size_t container_length(std::string_view text) {
  std::size_t depth = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    auto letter = text[at];
    if (letter == '"') {
      at += string_length(text.substr(at));
      continue;
    }
    ++at;
    if (letter == '{' || letter == '[') ++depth;
    if ((letter == '}' || letter == ']') && --depth == 0) break;
  }
  return at;
}

std::string_view take_value(std::string_view& text) {
  skip_space(text);
  auto first = text.empty() ? '\0' : text.front();
  auto length = first == '"'                   ? string_length(text)
                : first == '{' || first == '[' ? container_length(text)
                                               : text.find_first_of(",}] \t\n\r");
  auto value = text.substr(0, length);
  text.remove_prefix(value.size());
  return value;
}

std::string unescaped(std::string_view quoted) {
  if (!quoted.contains('\\')) return std::string(quoted.substr(1, quoted.size() - 2));
  Document document(quoted, {.lone_surrogates = true});
  return std::string(document.valid() ? document.root().string().value_or("") : "");
}

}  // namespace

std::vector<RawMember> raw_members(std::string_view text) {
  std::vector<RawMember> members;
  if (!take(text, '{') || take(text, '}')) return members;
  do {
    auto name = take_value(text);
    if (name.size() < 2 || !take(text, ':')) break;
    auto value = take_value(text);
    members.push_back({unescaped(name), value});
  } while (take(text, ','));
  return members;
}

std::optional<std::string_view> raw_member(std::string_view text, std::string_view name) {
  std::optional<std::string_view> value;
  for (auto const& member : raw_members(text))
    if (member.name == name) value = member.value;
  return value;
}

}  // namespace switchboard::json

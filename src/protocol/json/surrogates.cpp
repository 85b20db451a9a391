#include "protocol/json/surrogates.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace switchboard::json {
namespace {

constexpr std::size_t escape_size = 6;  // `\ud83d`

// What the escape at `at` stands for; 0 when it is none of the kind with four digits.
std::uint16_t unit_at(std::string_view text, std::size_t at) {
  auto const escape = text.substr(std::min(at, text.size()), escape_size);
  if (escape.size() < escape_size || !escape.starts_with("\\u")) return 0;
  std::uint16_t unit = 0;
  auto const* end = escape.data() + escape_size;
  auto const [rest, error] = std::from_chars(escape.data() + 2, end, unit, 16);
  return rest == end && error == std::errc{} ? unit : 0;
}

bool is_high(std::uint16_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
bool is_low(std::uint16_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

}  // namespace

std::optional<std::string> with_lone_surrogates_replaced(std::string_view text) {
  std::optional<std::string> mended;
  for (auto at = text.find('\\'); at < text.size();) {
    auto const unit = unit_at(text, at);
    auto const paired = is_high(unit) && is_low(unit_at(text, at + escape_size));
    if (!paired && (is_high(unit) || is_low(unit))) {
      if (!mended) mended.emplace(text);
      mended->replace(at, escape_size, "\\ufffd");
    }
    // Whatever follows a backslash belongs to it, another backslash too.
    at = text.find('\\', at + (paired ? 2 * escape_size : unit == 0 ? 2 : escape_size));
  }
  return mended;
}

}  // namespace switchboard::json

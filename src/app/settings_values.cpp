#include "app/settings_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace switchboard::app {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& letter : out)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter | 0x20);
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Digits only: no sign, no blank, no fraction.
std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  auto const* end = text.data() + text.size();
  auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> count_of_bytes(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, unsigned>, 3> units{
      {{"KiB", 10}, {"MiB", 20}, {"GiB", 30}}};
  unsigned shift = 0;
  for (auto [name, bits] : units) {
    if (!text.ends_with(name)) continue;
    text = trimmed(text.substr(0, text.size() - name.size()));
    shift = bits;
  }
  auto number = whole_number(text);
  if (!number || *number > std::numeric_limits<std::uint64_t>::max() >> shift) return std::nullopt;
  return *number << shift;
}

Problem read_number(Setting const& setting, std::string_view text, std::uint64_t& into) {
  auto [min, max] = setting.bounds;
  auto bytes = setting.store.kind == Kind::bytes;
  auto number = bytes ? count_of_bytes(text) : whole_number(text);
  if (!number || *number < min || *number > max)
    return fmt::format("must be a whole number{} from {} to {}",
                       bytes ? " (KiB, MiB and GiB are understood)" : "", min, max);
  into = *number;
  return std::nullopt;
}

std::optional<Level> level_of(std::string_view name) {
  auto word = lower(name);
  if (word == "error") return Level::error;
  if (word == "warn") return Level::warn;
  if (word == "info") return Level::info;
  if (word == "debug" || word == "trace") return Level::debug;
  return std::nullopt;
}

constexpr std::size_t list_items_max = 1000;

}  // namespace

Problem read_value(Setting const& setting, std::string_view text, std::string& into) {
  auto [min, max] = setting.bounds;
  if (max > 0 && (text.size() < min || text.size() > max))
    return fmt::format("is {} bytes long; from {} to {} are allowed", text.size(), min, max);
  if (text.empty() && !setting.initial.empty()) return "is empty";
  if (std::ranges::any_of(text, [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; }))
    return "holds a control character";
  std::string tidy(text);
  if (!text.empty() && setting.check != nullptr)
    if (auto problem = setting.check(tidy)) return problem;
  into = std::move(tidy);
  return std::nullopt;
}

Problem read_value(Setting const& setting, std::string_view text, std::filesystem::path& into) {
  std::string path;
  if (auto problem = read_value(setting, text, path)) return problem;
  into = path;
  return std::nullopt;
}

Problem read_value(Setting const& setting, std::string_view text, std::vector<std::string>& into) {
  std::vector<std::string> items;
  if (trimmed(text).empty()) return into.clear(), std::nullopt;
  while (true) {
    auto comma = text.find(',');
    std::string item(trimmed(text.substr(0, comma)));
    if (item.empty()) return "has an empty element";
    if (setting.check != nullptr)
      if (auto problem = setting.check(item)) return fmt::format("each element {}", *problem);
    if (items.size() == list_items_max)
      return fmt::format("has more than {} elements", list_items_max);
    items.push_back(std::move(item));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  into = std::move(items);
  return std::nullopt;
}

Problem read_value(Setting const& setting, std::string_view text, std::size_t& into) {
  std::uint64_t number = 0;
  if (auto problem = read_number(setting, text, number)) return problem;
  into = number;
  return std::nullopt;
}

Problem read_value(Setting const& setting, std::string_view text, std::chrono::seconds& into) {
  std::uint64_t number = 0;
  if (auto problem = read_number(setting, text, number)) return *problem + ", in seconds";
  into = std::chrono::seconds(number);
  return std::nullopt;
}

Problem read_value(Setting const&, std::string_view text, bool& into) {
  constexpr std::array<std::string_view, 4> yes{"1", "true", "on", "yes"};
  constexpr std::array<std::string_view, 4> no{"0", "false", "off", "no"};
  auto word = lower(text);
  into = std::ranges::find(yes, word) != yes.end();
  if (into || std::ranges::find(no, word) != no.end()) return std::nullopt;
  return "must be on or off (also: true, yes, 1; false, no, 0)";
}

Problem read_value(Setting const&, std::string_view text, std::uint16_t& into) {
  auto number = whole_number(text);
  if (!number || *number > std::numeric_limits<std::uint16_t>::max())
    return "must be a port from 0 to 65535";
  into = static_cast<std::uint16_t>(*number);
  return std::nullopt;
}

Problem read_value(Setting const& setting, std::string_view text,
                   std::optional<std::uint16_t>& into) {
  if (lower(text) == "off") return into.reset(), std::nullopt;
  std::uint16_t port = 0;
  if (auto problem = read_value(setting, text, port)) return *problem + ", or off";
  into = port;
  return std::nullopt;
}

Problem read_value(Setting const&, std::string_view text, LogLevels& into) {
  LogLevels levels;
  for (bool more = true; more;) {
    auto comma = text.find(',');
    more = comma != std::string_view::npos;
    auto item = trimmed(text.substr(0, comma));
    auto equals = item.find('=');
    auto area = equals == std::string_view::npos ? std::string_view() : item.substr(0, equals);
    auto level = level_of(item.substr(equals + 1));  // npos + 1 is 0
    if (!level || (equals == 0) || levels.areas.size() == list_items_max)
      return "must be error, warn, info or debug, or a list such as info,push=debug";
    if (area.empty())
      levels.everywhere = *level;
    else
      levels.areas[std::string(area)] = *level;
    text.remove_prefix(more ? comma + 1 : 0);
  }
  into = std::move(levels);
  return std::nullopt;
}

Problem read_value(Setting const&, std::string_view text, std::optional<Log::Format>& into) {
  auto word = lower(text);
  if (word != "json" && word != "text") return "must be json or text";
  into = word == "json" ? Log::Format::json : Log::Format::text;
  return std::nullopt;
}

}  // namespace switchboard::app

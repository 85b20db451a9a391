#include "app/settings_print.hpp"

#include <fmt/format.h>

namespace switchboard::app {
namespace {

constexpr std::string_view preface = R"(# Settings

<!-- Printed by `switchboard settings --markdown`; edit src/app/settings_table.cpp instead. -->

Every setting is an environment variable. A `.env` file in the working directory, or the one that
`--env-file FILE` names, supplies the same names; the real environment wins. A value that does not
parse or is out of bounds, or an unknown name in the file, stops the start: all errors are listed,
one a line, and the exit status is 2. Secrets are never printed or logged.

`switchboard settings` shows what is in force and where each value came from.

| variable | default | value | meaning |
|---|---|---|---|
)";

constexpr std::string_view appendix = R"(
## The `.env` file

One `NAME=VALUE` a line; `export` before the name is allowed, and lines that begin with `#` are
comments. A bare value ends at ` #` or with its line. `'single quotes'` keep everything as it is; in
`"double quotes"`, `\n`, `\r`, `\t`, `\"`, `\\` and `\$` stand for what they usually do. Nothing
is expanded, and no value spans lines.
)";

std::string bytes_in_words(std::uint64_t bytes) {
  if (bytes >= 1U << 30 && bytes % (1U << 30) == 0) return fmt::format("{} GiB", bytes >> 30);
  if (bytes >= 1U << 20 && bytes % (1U << 20) == 0) return fmt::format("{} MiB", bytes >> 20);
  if (bytes >= 1U << 10 && bytes % (1U << 10) == 0) return fmt::format("{} KiB", bytes >> 10);
  return std::to_string(bytes);
}

std::string allowed_values(Setting const& setting) {
  auto [min, max] = setting.bounds;
  switch (setting.store.kind) {
    case Kind::text: return min > 0 ? fmt::format("text of {} to {} bytes", min, max) : "text";
    case Kind::path: return "path";
    case Kind::list: return "list with commas";
    case Kind::number: return fmt::format("{} to {}", min, max);
    case Kind::bytes: return fmt::format("{} to {}", bytes_in_words(min), bytes_in_words(max));
    case Kind::seconds: return fmt::format("{} to {} s", min, max);
    case Kind::boolean: return "`on` or `off`";
    case Kind::port: return "0 to 65535";
    case Kind::port_or_off: return "0 to 65535, or `off`";
    case Kind::levels: return "levels";
    case Kind::format: return "`json` or `text`";
  }
  return "";
}

std::string initial_in_words(Setting const& setting, std::string_view quote) {
  if (!setting.initial_words.empty()) return std::string(setting.initial_words);
  if (setting.initial.empty()) return "–";
  return fmt::format("{0}{1}{0}", quote, setting.initial);
}

}  // namespace

std::string settings_as_markdown() {
  std::string out(preface);
  for (auto const& setting : settings_table()) {
    out += fmt::format("| `{}`", setting.name);
    if (!setting.alias.empty()) out += fmt::format(" (also `{}`)", setting.alias);
    out += fmt::format(" | {} | {} | {} |\n", initial_in_words(setting, "`"),
                       allowed_values(setting), setting.sentence);
  }
  return out += appendix;
}

std::string settings_in_force(std::span<SettingInForce const> values) {
  std::string out;
  for (auto const& value : values) {
    auto const& setting = *value.setting;
    auto shown =
        value.origin.empty() ? initial_in_words(setting, "") : shown_value(setting, value.text);
    out += fmt::format("{:<26} {:<42} {}\n", setting.name, shown.empty() ? "–" : shown,
                       value.origin.empty() ? "default" : value.origin);
  }
  return out;
}

std::string settings_for_usage() {
  std::string out = "Settings (environment variables, or lines of a .env file):\n";
  for (auto const& setting : settings_table()) {
    auto initial = initial_in_words(setting, "");
    out += fmt::format("  {:<26} {}", setting.name, setting.sentence);
    out += initial == "–" ? "\n" : fmt::format(" [{}]\n", initial);
  }
  return out;
}

}  // namespace switchboard::app

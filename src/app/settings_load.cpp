#include "app/settings_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "app/settings_shapes.hpp"
#include "base/expects.hpp"
#include "base/json_escape.hpp"

namespace switchboard::app {
namespace {

constexpr std::size_t shown_bytes_max = 200;
constexpr std::string_view hidden = "(hidden)";

// Whatever may be a password in a URL: all before the last '@', and the query.
std::string without_password(std::string_view url) {
  if (url.starts_with("sqlite:")) return std::string(url);
  auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(hidden);
  std::string out(url.substr(0, scheme + 3));
  auto rest = url.substr(scheme + 3);
  if (auto at = rest.rfind('@'); at != std::string_view::npos) {
    out += "***";
    rest = rest.substr(at);
  }
  auto query = rest.find('?');
  out += rest.substr(0, query);
  if (query != std::string_view::npos) out += "?***";
  return out;
}

std::string error_line(SettingInForce const& value, Problem const& problem) {
  auto const& setting = *value.setting;
  std::string line = fmt::format("{} ({}): ", setting.name, value.origin);
  if (setting.secrecy != Secrecy::secret) {
    append_json_string(line, shown_value(setting, value.text));
    line += ' ';
  }
  return line + *problem;
}

char const* from_environment(Environment const& environment, Setting const& setting) {
  auto const* value = environment(std::string(setting.name).c_str());
  if (value == nullptr && !setting.alias.empty())
    value = environment(std::string(setting.alias).c_str());
  return value;
}

SettingInForce find_value(Setting const& setting, Environment const& environment,
                          EnvFile const& file) {
  if (auto const* value = from_environment(environment, setting))
    return {&setting, value, "environment"};
  for (auto const& line : file.lines)
    if (find_setting(line.name) == &setting) return {&setting, line.value, line.place};
  return {&setting, std::string(setting.initial), ""};
}

void check_names(EnvFile const& file, std::vector<std::string>& errors) {
  std::vector<Setting const*> seen;
  for (auto const& line : file.lines) {
    auto const* setting = find_setting(line.name);
    if (setting == nullptr)
      errors.push_back(fmt::format("{}: {} is not a setting", line.place, line.name));
    else if (std::ranges::find(seen, setting) != seen.end())
      errors.push_back(fmt::format("{}: {} is set a second time", line.place, setting->name));
    seen.push_back(setting);
  }
}

// A setting that is wrong by itself is not also reported as missing.
bool reported(std::vector<std::string> const& errors, std::string_view rule) {
  auto name = fmt::format("{} (", rule.substr(0, rule.find(':')));
  return std::ranges::any_of(errors, [&](auto const& error) { return error.starts_with(name); });
}

}  // namespace

Settings default_settings() {
  Settings settings;
  settings.shards = std::clamp(std::thread::hardware_concurrency(), 1U, 256U);
  for (auto const& setting : settings_table()) {
    if (setting.initial.empty()) continue;
    auto problem = setting.store.read(setting, setting.initial, settings);
    expects(!problem, "a default that its own setting accepts");
  }
  settings.sqlite_path = sqlite_path_of(settings.database_url);
  return settings;
}

LoadedSettings load_settings(Environment const& environment, EnvFile const& file) {
  LoadedSettings loaded{.settings = default_settings(), .errors = file.errors};
  check_names(file, loaded.errors);
  for (auto const& setting : settings_table()) {
    auto value = find_value(setting, environment, file);
    if (!value.origin.empty())
      if (auto problem = setting.store.read(setting, value.text, loaded.settings))
        loaded.errors.push_back(error_line(value, problem));
    loaded.in_force.push_back(std::move(value));
  }
  loaded.settings.sqlite_path = sqlite_path_of(loaded.settings.database_url);
  for (auto& rule : broken_rules(loaded.settings))
    if (!reported(loaded.errors, rule)) loaded.errors.push_back(std::move(rule));
  return loaded;
}

std::string shown_value(Setting const& setting, std::string_view text) {
  if (text.empty()) return "";
  if (setting.secrecy == Secrecy::secret) return std::string(hidden);
  auto shown = setting.secrecy == Secrecy::address ? without_password(text) : std::string(text);
  for (auto& letter : shown)
    if (static_cast<unsigned char>(letter) < 0x20) letter = ' ';
  if (shown.size() > shown_bytes_max) shown = shown.substr(0, shown_bytes_max) + "…";
  return shown;
}

}  // namespace switchboard::app

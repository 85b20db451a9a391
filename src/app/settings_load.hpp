#pragma once
// From the environment and a `.env` file to settings, or to every error at once.

#include <functional>
#include <string>
#include <vector>

#include "app/settings_env_file.hpp"
#include "app/settings_table.hpp"

namespace switchboard::app {

// One setting as it is in force.
struct SettingInForce {
  Setting const* setting;
  std::string text;    // secrets too: print it through shown_value()
  std::string origin;  // `environment`, `.env:3`; empty: the default
};

struct LoadedSettings {
  Settings settings;
  std::vector<SettingInForce> in_force;  // in the table's order
  std::vector<std::string> errors;       // one line each, without secrets
};

// The value of a variable; null when it is not set.
using Environment = std::function<char const*(char const* name)>;

// The real environment wins over the file.
[[nodiscard]] LoadedSettings load_settings(Environment const& environment, EnvFile const& file);

// Rules that bind several settings, or that look at files: what is broken, one line each.
[[nodiscard]] std::vector<std::string> broken_rules(Settings const& settings);

// A value for people: without secrets and passwords, in one line and not endless.
[[nodiscard]] std::string shown_value(Setting const& setting, std::string_view text);

}  // namespace switchboard::app

#pragma once
// The table of settings for people.

#include <span>
#include <string>

#include "app/settings_load.hpp"

namespace switchboard::app {

// docs/settings.md.
[[nodiscard]] std::string settings_as_markdown();

// Every setting, its value in force and where it came from; secrets hidden.
[[nodiscard]] std::string settings_in_force(std::span<SettingInForce const> values);

// For the end of `--help`: name, default and sentence.
[[nodiscard]] std::string settings_for_usage();

}  // namespace switchboard::app

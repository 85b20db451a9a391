#pragma once
// The one table of settings. `--help`, `switchboard settings` and docs/settings.md are printed from
// it, and nothing else knows a default or a bound.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/settings.hpp"

namespace switchboard::app {

// What is wrong with a value, as the end of a sentence that begins with it: `must be …`.
using Problem = std::optional<std::string>;

struct Bounds {
  std::uint64_t min = 0;
  std::uint64_t max = 0;  // 0: no bounds
};

enum class Kind : std::uint8_t {
  text,
  path,
  list,
  number,
  bytes,
  seconds,
  boolean,
  port,
  port_or_off,
  levels,
  format
};

// `address`: a URL that may hold a password, which alone is hidden.
enum class Secrecy : std::uint8_t { open, address, secret };

struct Setting;

// Reads a text into its field of the settings.
struct Store {
  Kind kind;
  Problem (*read)(Setting const& setting, std::string_view text, Settings& into);
};

struct Setting {
  std::string_view name;
  std::string_view alias = {};    // another name for the same thing
  std::string_view initial = {};  // the default, as an operator would write it; empty: not set
  std::string_view initial_words = {};  // what stands for a default that depends on the machine
  Store store;
  Bounds bounds = {};                             // of the number, or of the text's length in bytes
  Problem (*check)(std::string& text) = nullptr;  // of a text or of each element; may tidy it up
  Secrecy secrecy = Secrecy::open;
  std::string_view sentence;
};

[[nodiscard]] std::span<Setting const> settings_table();

// By name or alias; null when there is none.
[[nodiscard]] Setting const* find_setting(std::string_view name);

}  // namespace switchboard::app

#pragma once
// One setting's text, read as what its field holds.

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "app/settings_table.hpp"

namespace switchboard::app {

Problem read_value(Setting const& setting, std::string_view text, std::string& into);
Problem read_value(Setting const& setting, std::string_view text, std::filesystem::path& into);
Problem read_value(Setting const& setting, std::string_view text, std::vector<std::string>& into);
Problem read_value(Setting const& setting, std::string_view text, std::size_t& into);
Problem read_value(Setting const& setting, std::string_view text, std::chrono::seconds& into);
Problem read_value(Setting const& setting, std::string_view text, bool& into);
Problem read_value(Setting const& setting, std::string_view text, std::uint16_t& into);
Problem read_value(Setting const& setting, std::string_view text,
                   std::optional<std::uint16_t>& into);
Problem read_value(Setting const& setting, std::string_view text, LogLevels& into);
Problem read_value(Setting const& setting, std::string_view text, std::optional<Log::Format>& into);

template <class Field>
consteval Kind kind_of() {
  if constexpr (std::is_same_v<Field, std::filesystem::path>) return Kind::path;
  if constexpr (std::is_same_v<Field, std::vector<std::string>>) return Kind::list;
  if constexpr (std::is_same_v<Field, std::size_t>) return Kind::number;
  if constexpr (std::is_same_v<Field, std::chrono::seconds>) return Kind::seconds;
  if constexpr (std::is_same_v<Field, bool>) return Kind::boolean;
  if constexpr (std::is_same_v<Field, std::uint16_t>) return Kind::port;
  if constexpr (std::is_same_v<Field, std::optional<std::uint16_t>>) return Kind::port_or_off;
  if constexpr (std::is_same_v<Field, LogLevels>) return Kind::levels;
  if constexpr (std::is_same_v<Field, std::optional<Log::Format>>) return Kind::format;
  return Kind::text;
}

// The field that a path of members leads to: `field<&Settings::google, &OauthClient::id>`.
template <auto... members>
inline constexpr Store field{
    kind_of<std::remove_cvref_t<decltype((std::declval<Settings&>().*....*members))>>(),
    [](Setting const& setting, std::string_view text, Settings& settings) {
      return read_value(setting, text, (settings.*....*members));
    }};

// A count of bytes, which may be written with KiB, MiB or GiB.
template <auto... members>
inline constexpr Store bytes_field{Kind::bytes, field<members...>.read};

}  // namespace switchboard::app

#pragma once
// RFC 9562 UUIDs: version 4 for people, version 7 (ordered by time, so that indexes grow at one
// end) for messages.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace switchboard {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  [[nodiscard]] static Uuid random();              // version 4
  [[nodiscard]] static Uuid at(Timestamp moment);  // version 7
  // Accepts the canonical 8-4-4-4-12 form in either case, and nothing else.
  [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
  [[nodiscard]] static Uuid from_bytes(std::string_view sixteen_bytes);

  [[nodiscard]] std::string to_string() const;  // canonical, lower case
  void append_to(std::string& out) const;
  [[nodiscard]] std::string_view as_bytes() const {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
  }

  friend auto operator<=>(Uuid const&, Uuid const&) = default;
};

}  // namespace switchboard

template <>
struct std::hash<switchboard::Uuid> {
  std::size_t operator()(switchboard::Uuid const& uuid) const noexcept {
    return std::hash<std::string_view>{}(uuid.as_bytes());
  }
};

#pragma once
// Members of a JSON object as the text that they were written in, for what passes through
// unchanged: a number keeps every digit. Only for text that json::Document has found valid.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::json {

struct RawMember {
  std::string name;        // without its escapes
  std::string_view value;  // a view into the object's text
};

// In the order of the text, duplicates too; empty when `text` is no object.
[[nodiscard]] std::vector<RawMember> raw_members(std::string_view text);

// The last member of that name, as JSON.parse has it; nullopt when there is none.
[[nodiscard]] std::optional<std::string_view> raw_member(std::string_view text,
                                                         std::string_view name);

}  // namespace switchboard::json

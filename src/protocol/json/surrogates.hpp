#pragma once
// The escape of half a surrogate pair (RFC 8259 section 8.2), as in `"\ud83d"`: JavaScript writes
// it for a text that was cut in two, and Boost.JSON 1.81 refuses it.

#include <optional>
#include <string>
#include <string_view>

namespace switchboard::json {

// The same text, as long as it was, with the escape of U+FFFD in its place. nullopt: it has none.
// What is no JSON stays none.
[[nodiscard]] std::optional<std::string> with_lone_surrogates_replaced(std::string_view text);

}  // namespace switchboard::json

#pragma once
// Bytes as text: base64 (RFC 4648 section 4), base64url without padding (section 5), hex (section
// 8).

#include <optional>
#include <string>
#include <string_view>

namespace switchboard {

[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::string to_base64(std::string_view bytes);
[[nodiscard]] std::string to_base64url(std::string_view bytes);

// Strict: no padding, no white space, no other alphabet, and the unused low bits of the last
// character are zero.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace switchboard

#pragma once
// Request targets and cookies taken apart.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::http {

// Decodes %XX; nullopt for a broken escape, NUL or invalid UTF-8. `plus_is_space` for queries.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text,
                                                        bool plus_is_space = false);

// The first value of `name` in a query, decoded; nullopt when absent or broken.
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);

// `a=b; c=d` in order (RFC 6265 section 5.4), as they are.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> cookies(
    std::string_view header);

// Is `token` in the comma-separated list, without regard to case?
[[nodiscard]] bool list_has_token(std::string_view list, std::string_view token);

}  // namespace switchboard::http

#pragma once
// `GET /path?query HTTP/1.1`, and the four forms that a target may have (RFC 9112 section 3).

#include <string_view>

#include "protocol/http/message.hpp"

namespace switchboard::http {

// `line` comes without its CRLF. Fills method, path, query and version; `authority` gets what an
// absolute-form target names. Answers 0, or the status that refuses the request: 400 or 505.
[[nodiscard]] int read_request_line(std::string_view line, RequestHead& head,
                                    std::string_view& authority);

}  // namespace switchboard::http

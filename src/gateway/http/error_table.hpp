#pragma once
// The one table from Errc to HTTP status, and what a failure's body looks like. Under /api it is
// {"error":true,"message":str,"status":int,"code":str,"request_id":str}, on the push paths
// {"error":{"message":str}}, on the paths of calls the message as plain text.

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "protocol/http/message.hpp"

namespace switchboard::http {

enum class ErrorShape : std::uint8_t { api, push, text };

[[nodiscard]] int status_of(Errc code);

// Retry-After is there for 429 and 503, and WWW-Authenticate for 401.
[[nodiscard]] Response error_response(Error const& error, std::string_view request_id,
                                      ErrorShape shape = ErrorShape::api);
// For what is decided below the handlers, where only a status is known (405, 408, 413, 431 …).
[[nodiscard]] Response error_response(int status, std::string_view message, std::string_view code,
                                      std::string_view request_id,
                                      ErrorShape shape = ErrorShape::api);

}  // namespace switchboard::http

#pragma once
// The one table from Errc to HTTP status, and the error object that every failure under /api is
// answered with: {"error":true,"message":str,"status":int,"code":str,"request_id":str}.

#include <string_view>

#include "base/result.hpp"
#include "protocol/http/message.hpp"

namespace switchboard::http {

[[nodiscard]] int status_of(Errc code);

// Retry-After is there for 429 and 503, and WWW-Authenticate for 401.
[[nodiscard]] Response error_response(Error const& error, std::string_view request_id);
// For what is decided below the handlers, where only a status is known (405, 408, 413, 431 …).
[[nodiscard]] Response error_response(int status, std::string_view message, std::string_view code,
                                      std::string_view request_id);

}  // namespace switchboard::http

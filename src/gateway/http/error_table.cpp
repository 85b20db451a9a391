#include "gateway/http/error_table.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/json_escape.hpp"

namespace switchboard::http {

int status_of(Errc code) {
  switch (code) {
    case Errc::invalid_argument: return 400;
    case Errc::unauthenticated: return 401;
    case Errc::permission_denied: return 403;
    case Errc::not_found: return 404;
    case Errc::conflict: return 409;
    case Errc::position_lost: return 410;
    case Errc::too_large: return 413;
    case Errc::rate_limited: return 429;
    case Errc::internal: return 500;
    case Errc::unavailable: return 503;
  }
  std::unreachable();
}

Response error_response(int status, std::string_view message, std::string_view code,
                        std::string_view request_id, ErrorShape shape) {
  Response response;
  response.status = status;
  auto& body = response.body;
  if (shape == ErrorShape::text) {
    (body = message) += '\n';
    return response.with("Content-Type", "text/plain; charset=utf-8");
  }
  body.reserve(message.size() + code.size() + request_id.size() + 80);
  if (shape == ErrorShape::push) {
    append_json_string(body += R"({"error":{"message":)", message);
    body += "}}";
  } else {
    append_json_string(body += R"({"error":true,"message":)", message);
    body += R"(,"status":)";
    body += std::to_string(status);
    append_json_string(body += R"(,"code":)", code);
    append_json_string(body += R"(,"request_id":)", request_id);
    body += '}';
  }
  response.with("Content-Type", "application/json");
  return response;
}

Response error_response(Error const& error, std::string_view request_id, ErrorShape shape) {
  auto status = status_of(error.code);
  auto code = error.reason.empty() ? name_of(error.code) : error.reason;
  auto response = error_response(status, error.message, code, request_id, shape);
  if (status == 401) response.with("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) {
    auto seconds = std::max(error.retry_after, std::chrono::seconds(1));
    response.with("Retry-After", std::to_string(seconds.count()));
  }
  return response;
}

}  // namespace switchboard::http

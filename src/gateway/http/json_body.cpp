#include "gateway/http/json_body.hpp"

#include "protocol/http/syntax.hpp"

namespace switchboard::http {
Result<void> check_json_type(RequestHead const& head) {
  auto value = head.header("Content-Type").value_or("");
  if (equals_ignoring_case(trimmed(take_until(value, ';')), "application/json")) return {};
  return fail(Errc::invalid_argument, "Content-Type must be application/json", "bad_content_type");
}

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.headers.reserve(6);
  response.with("Content-Type", "application/json");
  return response;
}

}  // namespace switchboard::http

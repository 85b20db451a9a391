#include "gateway/http/cors.hpp"

#include <algorithm>

namespace switchboard::http {

Cors::Cors(std::vector<std::string> origins)
    : origins_(std::move(origins)), any_(std::ranges::find(origins_, "*") != origins_.end()) {}

bool Cors::allows(std::string_view origin) const {
  return any_ || std::ranges::find(origins_, origin) != origins_.end();
}

void Cors::mark(RequestHead const& head, Response& response) const {
  if (origins_.empty()) return;
  // The answer depends on it, also when it is absent: a cache must know.
  if (!any_) response.with("Vary", "Origin");
  auto origin = head.header("Origin");
  if (!any_ && (!origin || !allows(*origin))) return;
  response.with("Access-Control-Allow-Origin", any_ ? "*" : std::string(*origin));
  response.with("Access-Control-Expose-Headers", "Link, X-Total-Count, X-Request-Id, Retry-After");
}

void Cors::mark_preflight(RequestHead const& head, std::string_view allow,
                          Response& response) const {
  auto origin = head.header("Origin");
  if (!origin || !allows(*origin) || !head.header("Access-Control-Request-Method")) return;
  response.with("Access-Control-Allow-Methods", std::string(allow));
  response.with("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key");
  response.with("Access-Control-Max-Age", "600");
}

bool is_same_origin(RequestHead const& head, std::string_view origin) {
  auto host = head.header("Host").value_or("");
  auto scheme_end = origin.find("://");
  return scheme_end != std::string_view::npos && !host.empty() &&
         origin.substr(scheme_end + 3) == host;
}

}  // namespace switchboard::http

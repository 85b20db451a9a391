#include "gateway/http/operations_endpoints.hpp"

#include <utility>

#include "base/random.hpp"
#include "gateway/http/operations_about.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::http {
namespace {

Response answer(int status, std::string type, std::string body) {
  Response response{.status = status, .headers = {}, .body = std::move(body)};
  response.with("Content-Type", std::move(type)).with("Cache-Control", "no-store");
  return response;
}

bool bears(RequestHead const& head, std::string_view token) {
  constexpr std::string_view scheme = "Bearer ";
  auto given = head.header("Authorization").value_or("");
  return given.starts_with(scheme) && equal_in_constant_time(given.substr(scheme.size()), token);
}

}  // namespace

std::vector<Route> OperationsEndpoints::routes() {
  std::vector<Route> all;
  auto add = [&](char const* pattern, auto method, About const& about) {
    all.push_back({Method::get, pattern, Permission::open,
                   [this, method](Request& request) { return (this->*method)(request); }, &about});
  };
  add("/health", &OperationsEndpoints::health, about::health);
  add("/livez", &OperationsEndpoints::alive, about::alive);
  add("/readyz", &OperationsEndpoints::ready, about::ready);
  add("/metrics", &OperationsEndpoints::metrics, about::metrics);
  return all;
}

void OperationsEndpoints::add_to(Router& router) {
  for (auto& route : routes()) router.add(std::move(route));
}

Task<Result<Response>> OperationsEndpoints::health(Request& /*request*/) {
  co_return answer(200, "application/json", parts_.health.json());
}

// The shard that answers is alive: there is nothing else to ask.
Task<Result<Response>> OperationsEndpoints::alive(Request& /*request*/) {
  Response response{.status = 200, .headers = {}, .body = "ok"};
  response.with("Content-Type", "text/plain");
  co_return response;
}

Task<Result<Response>> OperationsEndpoints::ready(Request& /*request*/) {
  auto outcome = co_await parts_.readiness.ask();
  co_return answer(outcome.status, "application/json", std::move(outcome.body));
}

// Not below /api, but the error is the same for whoever forgot the token.
Task<Result<Response>> OperationsEndpoints::metrics(Request& request) {
  if (!parts_.metrics_token.empty() && !bears(request.head, parts_.metrics_token))
    co_return fail(Errc::unauthenticated, "The metrics need their token", "metrics_token");
  co_return answer(200, "text/plain; version=0.0.4", parts_.metrics.text());
}

}  // namespace switchboard::http

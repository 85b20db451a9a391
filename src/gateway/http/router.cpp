#include "gateway/http/router.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "base/expects.hpp"
#include "base/random.hpp"
#include "gateway/http/error_table.hpp"
#include "protocol/http/target.hpp"

namespace switchboard::http {
namespace {

constexpr std::string_view no_pattern = "unmatched";

std::string_view label_of(Method method) {
  constexpr std::array<std::string_view, RouteTree::methods> labels = {
      "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "OTHER"};
  return labels[std::to_underlying(method)];
}

std::string what_of(std::exception_ptr const& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (std::exception const& exception) {
    return exception.what();
  } catch (...) {
    return "something that is no exception";
  }
}

Result<void> decode_parameters(Request& request, RouteTree::Match const& match) {
  auto const& names = match.resource->names;
  request.parameters.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto value = percent_decode(match.values[i]);
    if (!value) return fail(Errc::invalid_argument, "The path is not valid", "bad_path");
    request.parameters.emplace_back(names[i], std::move(*value));
  }
  return {};
}

std::string user_of(Request const& request) {
  if (request.caller) return request.caller->user.id.value().to_string();
  return request.subject ? request.subject->id : std::string();
}

}  // namespace

Router::Router(Parts parts) : parts_(std::move(parts)), next_id_(random_number()) {
  if (parts_.families.empty()) parts_.families = ordinary_families(parts_.cors);
  auto push = std::ranges::any_of(parts_.families, &RouteFamily::push);
  expects(!push || parts_.subjects != nullptr, "whoever knows push tokens");
  expects(parts_.families.back().prefix.empty(), "a family for what is left");
}

void Router::add(Route route) {
  auto permission = route.permission.value_or(Permission::open);
  auto const& family = family_of(route.pattern);
  if (permission != Permission::open && is_push(permission) != family.push)
    throw std::logic_error("route " + route.pattern + ": has another family's permission");
  Listed listed{route.method, route.pattern, permission, route.about, &family};
  routes_.add(std::move(route));
  listed_.push_back(std::move(listed));
}

RouteFamily const& Router::family_of(std::string_view path) const {
  auto fits = [path](RouteFamily const& family) { return path.starts_with(family.prefix); };
  return *std::ranges::find_if(parts_.families, fits);
}

Response Router::refusal(Error const& error, Request const& request) const {
  return error_response(error, request.id, family_of(request.head.path).errors);
}

Task<Response> Router::handle(Request& request) {
  auto started = parts_.clock.now();
  if (request.id.empty()) request.id = next_request_id();
  auto match = routes_.find(request.head.path);
  auto const& family = family_of(request.head.path);
  Response response;
  std::exception_ptr thrown;
  try {
    response = co_await answer(request, match, family);
  } catch (...) {
    thrown = std::current_exception();
  }
  if (thrown) response = broken(request, thrown);
  finish(request, match, family, response, started);
  co_return response;
}

Task<Response> Router::answer(Request& request, Match match, RouteFamily const& family) {
  Bearer bearer;
  if (family.push)
    bearer = co_await read_push_bearer(request.head, *parts_.subjects);
  else
    bearer = read_bearer(request.head, parts_.authenticator);
  if (family.metered) {
    auto charged = charge(request, bearer);
    if (!charged) co_return error_response(charged.error(), request.id, family.errors);
  }
  auto* endpoint = match.resource ? match.resource->endpoint(request.head.method) : nullptr;
  if (endpoint == nullptr) co_return without_endpoint(request, match, family);
  if (request.body.size() > family.body_bytes_max)
    co_return refusal({Errc::too_large, "Request body is too large"}, request);
  auto result = co_await call(request, match, *endpoint, std::move(bearer));
  if (!result) co_return error_response(result.error(), request.id, family.errors);
  co_return std::move(*result);
}

Task<Result<Response>> Router::call(Request& request, Match const& match,
                                    RouteTree::Endpoint& endpoint, Bearer bearer) {
  auto permission = endpoint.permission;
  if (is_push(permission) ||
      !authenticate_at_hand(request, bearer, permission, parts_.authenticator)) {
    auto known = co_await identify(request, permission, std::move(bearer));
    if (!known) co_return failure_of(std::move(known));
  }
  auto decoded = decode_parameters(request, match);
  if (!decoded) co_return failure_of(std::move(decoded));
  auto allowed = check_permission(request, endpoint.permission);
  if (!allowed) co_return failure_of(std::move(allowed));
  co_return co_await endpoint.handler(request);
}

Task<Result<void>> Router::identify(Request& request, Permission permission, Bearer bearer) {
  if (is_push(permission)) return authenticate_push(request, std::move(bearer), *parts_.subjects);
  return authenticate(request, std::move(bearer), permission, parts_.authenticator);
}

Result<void> Router::charge(Request const& request, Bearer const& bearer) {
  auto key = bearer.text.empty() ? accounts::budget_of_address(request.peer)
                                 : accounts::budget_of_token(bearer.text);
  return parts_.limiter.spend_request(key, parts_.clock.now());
}

Response Router::without_endpoint(Request const& request, Match const& match,
                                  RouteFamily const& family) const {
  auto const& head = request.head;
  if (head.method == Method::options && (match.resource || head.path == "*")) {
    std::string_view allow = match.resource ? std::string_view(match.resource->allow) : "OPTIONS";
    Response response;
    response.status = 204;
    response.with("Allow", std::string(allow));
    family.cors->mark_preflight(head, allow, response);
    return response;
  }
  auto shape = family.errors;
  if (!match.resource) return error_response(404, "Not found", "not_found", request.id, shape);
  auto response = error_response(405, family.wrong_method, "method_not_allowed", request.id, shape);
  response.with("Allow", match.resource->allow);
  return response;
}

Response Router::broken(Request const& request, std::exception_ptr const& thrown) {
  auto what = what_of(thrown);
  parts_.log.error("http", "a handler threw", {{"request_id", request.id}, {"error", what}});
  return refusal({Errc::internal, "Internal server error"}, request);
}

void Router::finish(Request const& request, Match const& match, RouteFamily const& family,
                    Response& response, Instant started) {
  response.headers.reserve(response.headers.size() + 4);
  response.with("X-Request-Id", request.id);
  response.with("X-Content-Type-Options", "nosniff");
  if (family.metered) response.with("Cache-Control", "no-store");
  family.cors->mark(request.head, response);
  std::string_view pattern =
      match.resource ? std::string_view(match.resource->pattern) : no_pattern;
  auto took = parts_.clock.now() - started;
  write_log(request, pattern, response.status, took, family.metered ? Level::info : Level::debug);
  if (parts_.observer != nullptr)
    parts_.observer->on_request(pattern, label_of(request.head.method), response.status, took);
}

// The pattern and never the path or the query: those may hold names and tokens.
void Router::write_log(Request const& request, std::string_view pattern, int status, Duration took,
                       Level level) {
  if (!parts_.log.enabled(level, "http")) return;
  auto user = user_of(request);
  auto milliseconds = std::chrono::duration<double, std::milli>(took).count();
  parts_.log.write(level, "http", "request",
                   {{"request_id", request.id},
                    {"method", label_of(request.head.method)},
                    {"path", pattern},
                    {"status", std::int64_t{status}},
                    {"duration_ms", milliseconds},
                    {"user", user}});
}

// Sixteen hex digits, each number once (SplitMix64's finish is a bijection), and no telling from
// one which comes next.
std::string Router::next_request_id() {
  auto mixed = next_id_ += 0x9E3779B97F4A7C15U;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
  mixed ^= mixed >> 31;
  std::string id(16, '0');
  for (auto digit = id.rbegin(); digit != id.rend(); ++digit, mixed >>= 4)
    *digit = "0123456789abcdef"[mixed & 15U];
  return id;
}

}  // namespace switchboard::http

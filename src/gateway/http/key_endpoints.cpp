#include "gateway/http/key_endpoints.hpp"

#include <utility>

#include "gateway/http/json_body.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::http {
namespace {

// Without the closing brace.
void append_key(std::string& out, ApiKey const& key) {
  out += R"({"id":)";
  json::append(out, key.id);
  out += R"(,"prefix":)";
  json::append(out, key.prefix);
  out += R"(,"name":)";
  json::append(out, key.name);
  out += R"(,"scopes":)";
  json::append(out, key.scopes);
  out += R"(,"created_at":)";
  json::append(out, key.created_at);
  out += R"(,"expires_at":)";
  json::append(out, key.expires_at);
  out += R"(,"last_used_at":)";
  json::append(out, key.last_used_at);
}

Result<ApiKeyId> key_id_of(Request const& request) {
  if (auto id = Uuid::parse(request.parameter("id"))) return ApiKeyId(*id);
  return fail(Errc::invalid_argument, "Invalid API key ID", "bad_key_id");
}

}  // namespace

void KeyEndpoints::add_to(Router& router) {
  router.add({Method::post, "/api/auth/keys", Permission::signed_in,
              [this](Request& request) { return create(request); }});
  router.add({Method::get, "/api/auth/keys", Permission::signed_in,
              [this](Request& request) { return list(request); }});
  router.add({Method::del, "/api/auth/keys/{id}", Permission::signed_in,
              [this](Request& request) { return remove(request); }});
  router.add({Method::post, "/api/auth/ticket", Permission::signed_in,
              [this](Request& request) { return issue_ticket(request); }});
}

Task<Result<Response>> KeyEndpoints::create(Request& request) {
  auto input = read_json<accounts::ApiKeys::Input>(request);
  if (!input) co_return failure_of(std::move(input));
  auto made = co_await keys_.create(*request.caller, std::move(*input));
  if (!made) co_return failure_of(std::move(made));
  std::string body;
  append_key(body, made->key);
  body += R"(,"key":)";
  json::append(body, made->text);
  body += '}';
  co_return json_response(201, std::move(body));
}

Task<Result<Response>> KeyEndpoints::list(Request& request) {
  auto keys = co_await keys_.list(*request.caller);
  if (!keys) co_return failure_of(std::move(keys));
  std::string body = "[";
  for (auto const& key : *keys) {
    if (body.size() > 1) body += ',';
    append_key(body, key);
    body += '}';
  }
  body += ']';
  co_return json_response(200, std::move(body));
}

Task<Result<Response>> KeyEndpoints::remove(Request& request) {
  auto id = key_id_of(request);
  if (!id) co_return failure_of(std::move(id));
  auto removed = co_await keys_.remove(*request.caller, *id);
  if (!removed) co_return failure_of(std::move(removed));
  Response response;
  response.status = 204;
  co_return response;
}

Task<Result<Response>> KeyEndpoints::issue_ticket(Request& request) {
  auto ticket = tickets_.issue(*request.caller, clock_.now());
  std::string body = R"({"ticket":)";
  json::append(body, ticket);
  body += R"(,"expires_in":)";
  json::append(body, std::int64_t{accounts::Tickets::lifetime.count()});
  body += '}';
  co_return json_response(201, std::move(body));
}

}  // namespace switchboard::http

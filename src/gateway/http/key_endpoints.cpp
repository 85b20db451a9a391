#include "gateway/http/key_endpoints.hpp"

#include <utility>

#include "gateway/http/json_body.hpp"
#include "gateway/http/key_about.hpp"

namespace switchboard::http {
namespace {

Result<ApiKeyId> key_id_of(Request const& request) {
  if (auto id = Uuid::parse(request.parameter("id"))) return ApiKeyId(*id);
  return fail(Errc::invalid_argument, "Invalid API key ID", "bad_key_id");
}

}  // namespace

void KeyEndpoints::add_to(Router& router) {
  router.add({Method::post, "/api/auth/keys", Permission::signed_in,
              [this](Request& request) { return create(request); }, &about::create_key});
  router.add({Method::get, "/api/auth/keys", Permission::signed_in,
              [this](Request& request) { return list(request); }, &about::list_keys});
  router.add({Method::del, "/api/auth/keys/{id}", Permission::signed_in,
              [this](Request& request) { return remove(request); }, &about::remove_key});
  router.add({Method::post, "/api/auth/ticket", Permission::signed_in,
              [this](Request& request) { return issue_ticket(request); }, &about::issue_ticket});
}

Task<Result<Response>> KeyEndpoints::create(Request& request) {
  auto input = read_json<accounts::ApiKeys::Input>(request);
  if (!input) co_return failure_of(std::move(input));
  auto made = co_await keys_.create(*request.caller, std::move(*input));
  if (!made) co_return failure_of(std::move(made));
  auto& [text, key] = *made;
  MadeKey shown{key.id,
                std::move(text),
                std::move(key.prefix),
                std::move(key.name),
                std::move(key.scopes),
                key.expires_at};
  co_return json_response(201, json::to_text(shown));
}

Task<Result<Response>> KeyEndpoints::list(Request& request) {
  auto keys = co_await keys_.list(*request.caller);
  if (!keys) co_return failure_of(std::move(keys));
  co_return json_response(200, json::to_text(*keys));
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
  IssuedTicket issued{.ticket = tickets_.issue(*request.caller, clock_.now())};
  co_return json_response(201, json::to_text(issued));
}

}  // namespace switchboard::http

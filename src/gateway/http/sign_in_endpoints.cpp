#include "gateway/http/sign_in_endpoints.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/device_name.hpp"
#include "gateway/http/cors.hpp"
#include "gateway/http/json_body.hpp"
#include "gateway/http/sign_in_about.hpp"
#include "protocol/http/target.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::http {

namespace {

struct Presented {
  std::string token;
  bool in_cookie = false;
};

std::unexpected<Error> nothing_presented() {
  return fail(Errc::invalid_argument, "A refresh token is required", "refresh_token_missing");
}

// The body's token counts. A cookie comes along with whatever page sends the request, so it counts
// only from a page of ours.
Result<Presented> presented(Request const& request) {
  if (!request.body.empty()) {
    auto body = read_json<RefreshBody>(request);
    if (!body) return failure_of(std::move(body));
    if (body->refresh_token) return Presented{std::move(*body->refresh_token), false};
  }
  auto list = cookies(request.head.header("Cookie").value_or(""));
  auto found = std::ranges::find(list, refresh_cookie, &decltype(list)::value_type::first);
  if (found == list.end()) return nothing_presented();
  auto origin = request.head.header("Origin");
  if (!origin || !is_same_origin(request.head, *origin))
    return fail(Errc::permission_denied, "This origin may not use the cookie", "foreign_origin");
  return Presented{std::string(found->second), true};
}

SessionShape shape_of(SignIn sign_in, std::optional<SignInId> current) {
  SessionShape shape;
  shape.id = sign_in.id;
  shape.device = accounts::device_name(sign_in.origin.device);
  shape.user_agent = std::move(sign_in.origin.device);
  shape.address = std::move(sign_in.origin.address);
  shape.created_at = sign_in.created_at;
  shape.last_used_at = sign_in.used_at;
  shape.expires_at = sign_in.expires_at;
  shape.current = sign_in.id == current;
  return shape;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

void SignInEndpoints::add_to(Router& router) {
  struct Row {
    Method method;
    char const* pattern;
    Permission permission;
    Task<Result<Response>> (SignInEndpoints::*serve)(Request&);
    About const& about;
  };
  using Self = SignInEndpoints;
  for (auto const& [method, pattern, permission, serve, about] : {
           Row{Method::post, "/api/auth/login", Permission::open, &Self::login, about::login},
           Row{Method::post, "/api/auth/refresh", Permission::open, &Self::refresh, about::refresh},
           Row{Method::post, "/api/auth/logout", Permission::signed_in, &Self::logout,
               about::logout},
           Row{Method::get, "/api/auth/sessions", Permission::signed_in, &Self::list,
               about::sessions},
           Row{Method::del, "/api/auth/sessions", Permission::signed_in, &Self::end_all,
               about::end_sessions},
           Row{Method::del, "/api/auth/sessions/{id}", Permission::signed_in, &Self::end,
               about::end_session},
       })
    router.add({method, pattern, permission,
                [this, serve](Request& request) { return (this->*serve)(request); }, &about});
}

Task<Result<Response>> SignInEndpoints::login(Request& request) {
  auto input = read_json<accounts::Login::Input>(request);
  if (!input) co_return failure_of(std::move(input));
  auto origin = origin_of(request);
  auto signed_in = co_await accounts_.login.run(std::move(*input), std::move(origin));
  if (!signed_in) co_return failure_of(std::move(signed_in));
  auto shape = shape_of(std::move(*signed_in), "Login successful");
  auto response = json_response(200, json::to_text(shape));
  set_refresh_cookie(response, request, *shape.refresh_token, accounts_.sign_ins.lifetime());
  co_return response;
}

// Whoever came with a cookie gets the next one in a cookie, where no script can read it.
Task<Result<Response>> SignInEndpoints::refresh(Request& request) {
  auto given = presented(request);
  if (!given) co_return failure_of(std::move(given));
  auto signed_in = co_await accounts_.sign_ins.refresh(std::move(given->token));
  if (!signed_in) co_return failure_of(std::move(signed_in));
  auto shape = shape_of(std::move(*signed_in), "Token refreshed");
  if (!given->in_cookie) co_return json_response(200, json::to_text(shape));
  auto next = std::move(*shape.refresh_token);
  shape.refresh_token.reset();
  auto response = json_response(200, json::to_text(shape));
  set_refresh_cookie(response, request, next, accounts_.sign_ins.lifetime());
  co_return response;
}

// A token that was minted without a sign-in has nothing that could end.
Task<Result<Response>> SignInEndpoints::logout(Request& request) {
  auto const& caller = *request.caller;
  if (caller.sign_in) {
    auto ended = co_await accounts_.sign_ins.end(caller.user.id, *caller.sign_in);
    if (!ended && ended.error().code != Errc::not_found) co_return failure_of(std::move(ended));
  }
  auto response = no_content();
  set_refresh_cookie(response, request, "", std::chrono::seconds(0));
  co_return response;
}

Task<Result<Response>> SignInEndpoints::list(Request& request) {
  auto const& caller = *request.caller;
  auto sign_ins = co_await accounts_.sign_ins.list(caller.user.id);
  if (!sign_ins) co_return failure_of(std::move(sign_ins));
  std::vector<SessionShape> shapes;
  for (auto& each : *sign_ins) shapes.push_back(shape_of(std::move(each), caller.sign_in));
  co_return json_response(200, json::to_text(shapes));
}

Task<Result<Response>> SignInEndpoints::end(Request& request) {
  auto id = Uuid::parse(request.parameter("id"));
  if (!id) co_return fail(Errc::invalid_argument, "Invalid session ID", "bad_session_id");
  auto ended = co_await accounts_.sign_ins.end(request.caller->user.id, SignInId(*id));
  if (!ended) co_return failure_of(std::move(ended));
  co_return no_content();
}

// `?others=true` keeps the caller's own.
Task<Result<Response>> SignInEndpoints::end_all(Request& request) {
  auto others = query_value(request.head.query, "others") == "true";
  auto but = others ? request.caller->sign_in : std::nullopt;
  auto ended = co_await accounts_.sign_ins.end_all(request.caller->user.id, but);
  if (!ended) co_return failure_of(std::move(ended));
  co_return no_content();
}

}  // namespace switchboard::http

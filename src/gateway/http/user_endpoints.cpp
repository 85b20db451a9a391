#include "gateway/http/user_endpoints.hpp"

#include <utility>

#include "gateway/http/authenticate.hpp"
#include "gateway/http/json_body.hpp"
#include "gateway/http/user_about.hpp"
#include "protocol/http/target.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::http {
namespace {

Response user_response(int status, User const& user) {
  return json_response(status, json::to_text(user));
}

// A value that cannot be decoded is wrong, not absent.
std::optional<std::string> value_or_wrong(std::string_view query, std::string_view name) {
  auto value = query_value(query, name);
  auto named = ("&" + std::string(query)).contains("&" + std::string(name) + "=");
  if (!value && named) return std::string();
  return value;
}

accounts::ListUsers::Input page_of(Request const& request) {
  auto query = request.head.query;
  return {.limit = value_or_wrong(query, "limit"),
          .cursor = value_or_wrong(query, "cursor"),
          .role = {}};
}

// RFC 8288: the next page, relative to this one.
std::string link_to_next(Request const& request, std::string const& cursor) {
  std::string link = "<";
  link += request.head.path;
  link += "?cursor=" + cursor;
  if (auto limit = query_value(request.head.query, "limit")) link += "&limit=" + *limit;
  return link + R"(>; rel="next")";
}

Response page_response(Request const& request, accounts::ListUsers::Output const& page) {
  auto response = json_response(200, json::to_text(page.users));
  response.with("X-Total-Count", std::to_string(page.total));
  if (page.next_cursor) response.with("Link", link_to_next(request, *page.next_cursor));
  return response;
}

Statistics shape_of(ports::UserStatistics const& statistics) {
  Statistics shape{.roles = {}, .inactive_count = statistics.inactive_count};
  for (auto [role, count] : statistics.roles) shape.roles.push_back({role, count});
  return shape;
}

}  // namespace

void UserEndpoints::add_to(Router& router) {
  struct Row {
    Method method;
    char const* pattern;
    Permission permission;
    Task<Result<Response>> (UserEndpoints::*serve)(Request&);
    About const& about;
  };
  using Self = UserEndpoints;
  for (auto const& [method, pattern, permission, serve, about] : {
           Row{Method::post, "/api/users", Permission::open, &Self::create, about::create_user},
           Row{Method::get, "/api/users", Permission::admin, &Self::list, about::list_users},
           Row{Method::get, "/api/users/role/{role}", Permission::admin, &Self::list_by_role,
               about::list_users_by_role},
           Row{Method::get, "/api/users/statistics", Permission::open, &Self::statistics,
               about::statistics},
           Row{Method::get, "/api/users/{id}", Permission::self_or_admin, &Self::get,
               about::get_user},
           Row{Method::put, "/api/users/{id}", Permission::self_or_admin, &Self::update,
               about::update_user},
           Row{Method::del, "/api/users/{id}", Permission::admin, &Self::remove,
               about::remove_user},
       })
    router.add({method, pattern, permission,
                [this, serve](Request& request) { return (this->*serve)(request); }, &about});
}

Task<Result<Response>> UserEndpoints::create(Request& request) {
  auto input = read_json<accounts::CreateUser::Input>(request);
  if (!input) co_return failure_of(std::move(input));
  auto user = co_await accounts_.create_user.run(request.caller, std::move(*input), request.peer);
  if (!user) co_return failure_of(std::move(user));
  auto response = user_response(201, *user);
  response.with("Location", "/api/users/" + user->id.value().to_string());
  co_return response;
}

Task<Result<Response>> UserEndpoints::list(Request& request) {
  auto input = page_of(request);
  auto page = co_await accounts_.list_users.run(std::move(input));
  if (!page) co_return failure_of(std::move(page));
  co_return page_response(request, *page);
}

Task<Result<Response>> UserEndpoints::list_by_role(Request& request) {
  accounts::ListUsersByRole::Input input{request.parameter("role"), page_of(request)};
  auto page = co_await accounts_.list_users_by_role.run(std::move(input));
  if (!page) co_return failure_of(std::move(page));
  co_return page_response(request, *page);
}

Task<Result<Response>> UserEndpoints::statistics(Request&) {
  auto statistics = co_await accounts_.user_statistics.run();
  if (!statistics) co_return failure_of(std::move(statistics));
  co_return json_response(200, json::to_text(shape_of(*statistics)));
}

Task<Result<Response>> UserEndpoints::get(Request& request) {
  auto id = user_id_of(request);
  if (!id) co_return failure_of(std::move(id));
  if (auto user = accounts_.get_user.at_hand(*id)) co_return user_response(200, *user);
  auto user = co_await accounts_.get_user.run(*id);
  if (!user) co_return failure_of(std::move(user));
  co_return user_response(200, **user);
}

Task<Result<Response>> UserEndpoints::update(Request& request) {
  auto id = user_id_of(request);
  if (!id) co_return failure_of(std::move(id));
  auto input = read_json<accounts::UpdateUser::Input>(request);
  if (!input) co_return failure_of(std::move(input));
  auto user =
      co_await accounts_.update_user.run(*request.caller, *id, std::move(*input), request.peer);
  if (!user) co_return failure_of(std::move(user));
  co_return user_response(200, *user);
}

Task<Result<Response>> UserEndpoints::remove(Request& request) {
  auto id = user_id_of(request);
  if (!id) co_return failure_of(std::move(id));
  auto removed = co_await accounts_.delete_user.run(*id);
  if (!removed) co_return failure_of(std::move(removed));
  Response response;
  response.status = 204;
  co_return response;
}

}  // namespace switchboard::http

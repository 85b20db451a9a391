#include "gateway/http/member_endpoints.hpp"

#include <optional>
#include <utility>

#include "gateway/http/json_body.hpp"
#include "gateway/http/member_about.hpp"
#include "protocol/chat/room_json.hpp"

namespace switchboard::http {

void MemberEndpoints::add_to(Router& router) {
  router.add({Method::get, "/api/chat/rooms/{room_id}/members", Permission::signed_in,
              [this](Request& request) { return list(request); }, &about::list_members});
  router.add({Method::post, "/api/chat/rooms/{room_id}/members", Permission::signed_in,
              [this](Request& request) { return put(request); }, &about::put_member});
  router.add({Method::del, "/api/chat/rooms/{room_id}/members/{user_id}", Permission::signed_in,
              [this](Request& request) { return remove(request); }, &about::remove_member});
}

Task<Result<Response>> MemberEndpoints::list(Request& request) {
  RoomId room(request.parameter("room_id"));
  auto members = co_await rooms_.members(std::move(room), request.caller->user.id);
  if (!members) co_return failure_of(std::move(members));
  co_return json_response(200, array_of(*members, chat::append_member));
}

Task<Result<Response>> MemberEndpoints::put(Request& request) {
  auto body = read_json<NewMember>(request);
  if (!body) co_return failure_of(std::move(body));
  auto role = role_of_member(body->role.value_or("member"));
  if (!role)
    co_return fail(Errc::invalid_argument, "Role must be 'member', 'moderator' or 'owner'",
                   "bad_role");
  RoomId room(request.parameter("room_id"));
  auto changed = co_await change_member_.put(request.caller->user, std::move(room),
                                             UserId(body->user_id), *role);
  if (!changed) co_return failure_of(std::move(changed));
  std::string answer;
  chat::append_member(answer, changed->member);
  co_return json_response(changed->from < Standing::member ? 201 : 200, std::move(answer));
}

Task<Result<Response>> MemberEndpoints::remove(Request& request) {
  auto user = Uuid::parse(request.parameter("user_id"));
  if (!user) co_return fail(Errc::invalid_argument, "Invalid user ID", "bad_user_id");
  RoomId room(request.parameter("room_id"));
  auto removed =
      co_await change_member_.remove(request.caller->user, std::move(room), UserId(*user));
  if (!removed) co_return failure_of(std::move(removed));
  Response response;
  response.status = 204;
  co_return response;
}

}  // namespace switchboard::http

#include "gateway/http/room_endpoints.hpp"

#include <limits>
#include <optional>
#include <utility>

#include "features/accounts/list_users.hpp"
#include "gateway/http/json_body.hpp"
#include "gateway/http/room_about.hpp"
#include "protocol/chat/frames.hpp"
#include "protocol/chat/room_json.hpp"
#include "protocol/http/target.hpp"

namespace switchboard::http {

namespace {

constexpr std::int64_t history_limit_max = 200;
constexpr std::int64_t history_limit_default = 50;

// A number in the query: absent is fine, anything but a number within the bounds is not.
Result<std::optional<std::int64_t>> query_number(Request const& request, std::string_view name,
                                                 std::int64_t least, std::int64_t most) {
  auto text = query_value(request.head.query, name);
  if (!text) return std::optional<std::int64_t>();
  auto number = accounts::parse_number(*text, least, most);
  if (number) return number;
  auto sentence = std::string(name) + " must be a number from " + std::to_string(least);
  if (most == history_limit_max) sentence += " to " + std::to_string(most);
  return fail(Errc::invalid_argument, std::move(sentence), "bad_query");
}

Result<ports::HistoryQuery> history_query(Request const& request) {
  constexpr auto seq_max = std::numeric_limits<std::int64_t>::max();
  auto limit = query_number(request, "limit", 1, history_limit_max);
  if (!limit) return failure_of(std::move(limit));
  auto before = query_number(request, "before_seq", 0, seq_max);
  if (!before) return failure_of(std::move(before));
  auto after = query_number(request, "after_seq", 0, seq_max);
  if (!after) return failure_of(std::move(after));
  ports::HistoryQuery query{.room = RoomId(request.parameter("room_id")),
                            .limit = limit->value_or(history_limit_default),
                            .before = {},
                            .after = {},
                            .reader = request.caller->user.id};
  if (*before) query.before = Seq(**before);
  if (*after) query.after = Seq(**after);
  return query;
}

}  // namespace

void RoomEndpoints::add_to(Router& router) {
  router.add({Method::get, "/api/chat/rooms", Permission::signed_in,
              [this](Request& request) { return list(request); }, &about::list_rooms});
  router.add({Method::post, "/api/chat/rooms", Permission::signed_in,
              [this](Request& request) { return create(request); }, &about::create_room});
  router.add({Method::get, "/api/chat/rooms/{room_id}", Permission::signed_in,
              [this](Request& request) { return view(request); }, &about::view_room});
  router.add({Method::patch, "/api/chat/rooms/{room_id}", Permission::signed_in,
              [this](Request& request) { return rename(request); }, &about::rename_room});
  router.add({Method::post, "/api/chat/direct", Permission::signed_in,
              [this](Request& request) { return direct(request); }, &about::open_direct_room});
  router.add({Method::get, "/api/chat/rooms/{room_id}/messages", Permission::signed_in,
              [this](Request& request) { return history(request); }, &about::history});
}

Task<Result<Response>> RoomEndpoints::list(Request& request) {
  auto views = co_await parts_.rooms.list(request.caller->user.id);
  if (!views) co_return failure_of(std::move(views));
  co_return json_response(200, array_of(*views, chat::append_room_view));
}

Task<Result<Response>> RoomEndpoints::create(Request& request) {
  auto body = read_json<NewRoom>(request);
  if (!body) co_return failure_of(std::move(body));
  chat::CreateRoom::Input input{std::move(body->id), std::move(body->name), std::move(body->kind)};
  auto room = co_await parts_.create.run(request.caller->user, std::move(input));
  if (!room) co_return failure_of(std::move(room));
  co_return co_await answer_with(201, std::move(room->id), request.caller->user.id);
}

Task<Result<Response>> RoomEndpoints::view(Request& request) {
  RoomId id(request.parameter("room_id"));
  co_return co_await answer_with(200, std::move(id), request.caller->user.id);
}

Task<Result<Response>> RoomEndpoints::rename(Request& request) {
  auto body = read_json<RoomName>(request);
  if (!body) co_return failure_of(std::move(body));
  auto checked = chat::check_room_name(body->name);
  if (!checked) co_return failure_of(std::move(checked));
  auto const& user = request.caller->user;
  RoomId id(request.parameter("room_id"));
  auto renamed = co_await parts_.rooms.rename(id, chat::actor_of(user), std::move(body->name));
  if (!renamed) co_return failure_of(std::move(renamed));
  co_return co_await answer_with(200, std::move(id), user.id);
}

Task<Result<Response>> RoomEndpoints::direct(Request& request) {
  auto body = read_json<DirectWith>(request);
  if (!body) co_return failure_of(std::move(body));
  auto const& user = request.caller->user;
  UserId other(body->user_id);
  if (other == user.id)
    co_return fail(Errc::invalid_argument, "A direct room has exactly two people", "own_user_id");
  auto opened = co_await parts_.open_direct.run(user.id, other);
  if (!opened) co_return failure_of(std::move(opened));
  co_return co_await answer_with(opened->made ? 201 : 200, std::move(opened->room.id), user.id);
}

// A room as the caller finds it in the list.
Task<Result<Response>> RoomEndpoints::answer_with(int status, RoomId id, UserId reader) {
  auto view = co_await parts_.rooms.view(std::move(id), reader);
  if (!view) co_return failure_of(std::move(view));
  std::string body;
  chat::append_room_view(body, *view);
  co_return json_response(status, std::move(body));
}

Task<Result<Response>> RoomEndpoints::history(Request& request) {
  auto query = history_query(request);
  if (!query) co_return failure_of(std::move(query));
  auto messages = co_await parts_.messages.history(std::move(*query));
  if (!messages) co_return failure_of(std::move(messages));
  co_return json_response(200, array_of(*messages, chat::append_history_item));
}

}  // namespace switchboard::http

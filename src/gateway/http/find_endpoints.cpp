#include "gateway/http/find_endpoints.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "features/accounts/list_users.hpp"
#include "gateway/http/find_about.hpp"
#include "gateway/http/json_body.hpp"
#include "protocol/chat/frames.hpp"
#include "protocol/chat/room_json.hpp"
#include "protocol/http/target.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::http {
namespace {

constexpr std::int64_t found_default = 20;
constexpr std::int64_t found_max = 100;

Result<std::int64_t> limit_of(Request const& request) {
  auto text = query_value(request.head.query, "limit");
  if (!text) return found_default;
  if (auto number = accounts::parse_number(*text, 1, found_max)) return *number;
  return fail(Errc::invalid_argument, "limit must be a number from 1 to 100", "bad_query");
}

// The ids of `user_ids=a,b,c`.
Result<std::vector<UserId>> user_ids_of(Request const& request) {
  auto list = query_value(request.head.query, "user_ids").value_or("");
  std::vector<UserId> ids;
  std::string_view left = list;
  while (!left.empty() && ids.size() <= presence_ids_max) {
    auto text = left.substr(0, left.find(','));
    left.remove_prefix(std::min(text.size() + 1, left.size()));
    auto id = Uuid::parse(text);
    if (!id) return fail(Errc::invalid_argument, "Invalid user ID", "bad_user_id");
    ids.emplace_back(*id);
  }
  if (ids.empty() || ids.size() > presence_ids_max)
    return fail(Errc::invalid_argument, "user_ids must be 1 to 100 user IDs", "bad_query");
  return ids;
}

void append_state(std::string& out, UserId id, delivery::Attendance::State const& state) {
  out += R"({"user_id":)";
  json::append(out, id);
  out += R"(,"online":)";
  json::append(out, state.online);
  out += R"(,"last_seen":)";
  json::append(out, state.last_seen);
  out += '}';
}

}  // namespace

void FindEndpoints::add_to(Router& router) {
  router.add({Method::get, "/api/chat/search", Permission::signed_in,
              [this](Request& request) { return messages(request); }, &about::search_messages});
  router.add({Method::get, "/api/chat/users", Permission::signed_in,
              [this](Request& request) { return users(request); }, &about::find_users});
  router.add({Method::get, "/api/presence", Permission::signed_in,
              [this](Request& request) { return presence(request); }, &about::presence});
}

Task<Result<Response>> FindEndpoints::messages(Request& request) {
  auto limit = limit_of(request);
  if (!limit) co_return failure_of(std::move(limit));
  chat::SearchMessages::Input input{
      .text = query_value(request.head.query, "q").value_or(""), .room = {}, .limit = *limit};
  if (auto room = query_value(request.head.query, "room_id")) input.room = RoomId(std::move(*room));
  auto found = co_await parts_.search.run(request.caller->user.id, std::move(input));
  if (!found) co_return failure_of(std::move(found));
  co_return json_response(200, array_of(*found, chat::append_history_item));
}

Task<Result<Response>> FindEndpoints::users(Request& request) {
  auto limit = limit_of(request);
  if (!limit) co_return failure_of(std::move(limit));
  auto text = query_value(request.head.query, "q").value_or("");
  auto found = co_await parts_.find_users.run(std::move(text), *limit);
  if (!found) co_return failure_of(std::move(found));
  co_return json_response(200, array_of(*found, chat::append_profile));
}

Task<Result<Response>> FindEndpoints::presence(Request& request) {
  auto ids = user_ids_of(request);
  if (!ids) co_return failure_of(std::move(ids));
  std::string body = "[";
  for (auto id : *ids) {
    if (body.size() > 1) body += ',';
    append_state(body, id, parts_.attendance.state(id));
  }
  co_return json_response(200, body + ']');
}

}  // namespace switchboard::http

#include "gateway/http/room_endpoints.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "features/accounts/list_users.hpp"
#include "gateway/http/json_body.hpp"
#include "gateway/http/room_about.hpp"
#include "protocol/chat/frames.hpp"
#include "protocol/http/target.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::http {

namespace {

constexpr std::int64_t history_limit_max = 200;
constexpr std::int64_t history_limit_default = 50;

void append_room(std::string& out, Room const& room) {
  out += R"({"id":)";
  json::append(out, room.id);
  out += R"(,"name":)";
  json::append(out, room.name);
  out += R"(,"created_at":)";
  json::append(out, room.created_at);
  out += R"(,"head_seq":)";
  json::append(out, room.head.seq);
  out += R"(,"epoch":)";
  json::append(out, room.head.epoch);
  out += '}';
}

Result<void> check_room(NewRoom const& room) {
  auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  };
  auto dots = std::ranges::count(room.id, '.');
  // `.` and `..` cannot stand in a path.
  if (room.id.empty() || room.id.size() > room_id_bytes_max ||
      !std::ranges::all_of(room.id, allowed) || static_cast<std::size_t>(dots) == room.id.size())
    return fail(Errc::invalid_argument,
                "Room id must be 1 to 50 letters, digits, underscores, dots or hyphens",
                "bad_room_id");
  auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  auto blank = room.name.find_first_not_of(' ') == std::string::npos;
  if (blank || room.name.size() > room_name_bytes_max || std::ranges::any_of(room.name, control))
    return fail(Errc::invalid_argument, "Room name must be 1 to 100 printable bytes",
                "bad_room_name");
  return {};
}

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
                            .after = {}};
  if (*before) query.before = Seq(**before);
  if (*after) query.after = Seq(**after);
  return query;
}

// [item,item…]
template <class Item>
std::string array_of(std::vector<Item> const& items, void (*append)(std::string&, Item const&)) {
  std::string body = "[";
  for (auto const& item : items) {
    if (body.size() > 1) body += ',';
    append(body, item);
  }
  return body + ']';
}

}  // namespace

void RoomEndpoints::add_to(Router& router) {
  router.add({Method::get, "/api/chat/rooms", Permission::signed_in,
              [this](Request& request) { return list(request); }, &about::list_rooms});
  router.add({Method::post, "/api/chat/rooms", Permission::admin,
              [this](Request& request) { return create(request); }, &about::create_room});
  router.add({Method::get, "/api/chat/rooms/{room_id}/messages", Permission::signed_in,
              [this](Request& request) { return history(request); }, &about::history});
}

Task<Result<Response>> RoomEndpoints::list(Request&) {
  auto rooms = co_await messages_.rooms();
  if (!rooms) co_return failure_of(std::move(rooms));
  co_return json_response(200, array_of(*rooms, append_room));
}

Task<Result<Response>> RoomEndpoints::create(Request& request) {
  auto input = read_json<NewRoom>(request);
  if (!input) co_return failure_of(std::move(input));
  if (auto checked = check_room(*input); !checked) co_return failure_of(std::move(checked));
  RoomId id(std::move(input->id));
  auto room = co_await messages_.create_room(id, std::move(input->name), clock_.timestamp());
  if (!room) co_return failure_of(std::move(room));
  std::string body;
  append_room(body, *room);
  co_return json_response(201, std::move(body));
}

Task<Result<Response>> RoomEndpoints::history(Request& request) {
  auto query = history_query(request);
  if (!query) co_return failure_of(std::move(query));
  auto messages = co_await messages_.history(std::move(*query));
  if (!messages) co_return failure_of(std::move(messages));
  co_return json_response(200, array_of(*messages, chat::append_history_item));
}

}  // namespace switchboard::http

#include "gateway/calls/call_endpoints.hpp"

#include <algorithm>
#include <utility>

#include "features/chat/channel.hpp"
#include "gateway/calls/call_about.hpp"
#include "gateway/http/json_body.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::calls {

namespace {

using Callees = Result<std::vector<UserId>>;

std::string_view name_of(CalleeState state) {
  switch (state) {
    case CalleeState::ringing: return "ringing";
    case CalleeState::accepted: return "accepted";
    case CalleeState::declined: return "declined";
    case CalleeState::missed: return "missed";
    case CalleeState::busy: return "busy";
    case CalleeState::offline: return "offline";
  }
  std::unreachable();
}

RingBegun view_of(Ringing::Output const& begun, CallRoom room) {
  RingBegun view{.ring_id = begun.ring, .room_id = room, .callees = {}};
  for (auto const& [user, state] : begun.callees)
    view.callees.push_back({user, std::string(name_of(state))});
  return view;
}

http::Response no_content() {
  http::Response response;
  response.status = 204;
  return response;
}

UserId caller_of(http::Request const& request) { return request.caller->user.id; }

}  // namespace

void CallEndpoints::add_to(http::Router& router) {
  struct Row {
    http::Method method;
    char const* pattern;
    Task<Result<http::Response>> (CallEndpoints::*serve)(http::Request&);
    http::About const* about;
  };
  using Self = CallEndpoints;
  using http::Method;
  for (auto [method, pattern, serve, about] :
       {Row{Method::post, "/api/calls/ice-servers", &Self::list_ice_servers, &about::ice_servers},
        Row{Method::post, "/api/calls/rings", &Self::ring, &about::ring},
        Row{Method::del, "/api/calls/rings/{ring}", &Self::cancel, &about::cancel},
        Row{Method::post, "/api/calls/rings/{ring}/accept", &Self::accept, &about::accept},
        Row{Method::post, "/api/calls/rings/{ring}/decline", &Self::decline, &about::decline}})
    router.add({method, pattern, http::Permission::signed_in,
                [this, serve](http::Request& request) { return (this->*serve)(request); }, about});
}

Task<Result<http::Response>> CallEndpoints::list_ice_servers(http::Request& request) {
  auto number = request.caller->user.number;
  std::string body = R"({"ice_servers":)";
  body += parts_.ice_servers.json_for(number, parts_.clock.timestamp());
  json::append(body += R"(,"ttl":)", std::int64_t{parts_.ice_servers.ttl().count()});
  co_return http::json_response(200, body + '}');
}

Task<Result<http::Response>> CallEndpoints::ring(http::Request& request) {
  auto input = http::read_json<RingRequest>(request);
  if (!input) co_return failure_of(std::move(input));
  if (input->user_id.has_value() == input->chat_room_id.has_value())
    co_return fail(Errc::invalid_argument, "Either user_id or chat_room_id is required",
                   "bad_callee");
  auto caller = caller_of(request);
  auto budget = accounts::budget_of_account(caller.value().to_string());
  auto allowed = parts_.limiter.spend_ring(budget, parts_.clock.now());
  if (!allowed) co_return failure_of(std::move(allowed));
  auto looking =
      input->user_id ? one_callee(caller, *input->user_id) : those_in(*input->chat_room_id, caller);
  auto callees = co_await looking;
  if (!callees) co_return failure_of(std::move(callees));
  Ringing::Input ringing{caller, request.caller->user.full_name, input->room_id,
                         std::move(*callees), std::move(input->chat_room_id)};
  auto begun = co_await parts_.ringing.begin(std::move(ringing));
  if (!begun) co_return failure_of(std::move(begun));
  co_return http::json_response(201, json::to_text(view_of(*begun, input->room_id)));
}

Task<Callees> CallEndpoints::one_callee(UserId caller, UserId callee) {
  if (caller == callee)
    co_return fail(Errc::invalid_argument, "You cannot call yourself", "bad_callee");
  auto finding = parts_.directory.find(callee);
  auto user = co_await finding;
  if (!user) co_return failure_of(std::move(user));
  if (!(*user)->active) co_return fail(Errc::not_found, "User not found", "user_not_found");
  std::vector<UserId> one{callee};
  co_return one;
}

// Whoever is in a chat room now may call all others who are.
Task<Callees> CallEndpoints::those_in(std::string chat_room, UserId caller) {
  auto looking = parts_.fan_out.present(chat::channel_of(RoomId(std::move(chat_room))));
  auto present = co_await looking;
  std::vector<UserId> others;
  for (auto const& person : present.joined) others.push_back(person.id);
  if (std::erase(others, caller) == 0)
    co_return fail(Errc::permission_denied, "You are not in that chat room", "not_in_room");
  if (others.size() >= call_members_max)
    co_return fail(Errc::conflict, "There are too many people in that chat room", "too_many");
  co_return others;
}

Task<Result<http::Response>> CallEndpoints::accept(http::Request& request) {
  auto room = co_await parts_.ringing.accept(request.parameter("ring"), caller_of(request));
  if (!room) co_return failure_of(std::move(room));
  RingAccepted accepted{*room};
  co_return http::json_response(200, json::to_text(accepted));
}

Task<Result<http::Response>> CallEndpoints::decline(http::Request& request) {
  auto declined = co_await parts_.ringing.decline(request.parameter("ring"), caller_of(request));
  if (!declined) co_return failure_of(std::move(declined));
  co_return no_content();
}

Task<Result<http::Response>> CallEndpoints::cancel(http::Request& request) {
  auto cancelled = co_await parts_.ringing.cancel(request.parameter("ring"), caller_of(request));
  if (!cancelled) co_return failure_of(std::move(cancelled));
  co_return no_content();
}

}  // namespace switchboard::calls

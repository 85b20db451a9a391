#include "gateway/http/push_endpoints.hpp"

#include <utility>

#include "gateway/http/json_body.hpp"
#include "gateway/http/push_about.hpp"
#include "gateway/http/push_body.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::http {
namespace {

std::unexpected<Error> missing(std::string_view fields) {
  return fail(Errc::invalid_argument, "Missing required " + std::string(fields), "missing_fields");
}

template <class T>
Response answer(T const& shape) {
  return json_response(200, json::to_text(shape));
}

Response sent_to(std::string_view what, std::string const& user_id, Timestamp now) {
  return answer(Done{.message = std::string(what) + " sent to user " + user_id, .timestamp = now});
}

// type, data and what the inbox is to do with it; an empty type: missing.
Result<push::Outgoing> read_outgoing(PushBody const& body) {
  auto type = body.text("type");
  if (!type) return failure_of(std::move(type));
  auto keep = body.keep_if_stored();
  if (!keep) return failure_of(std::move(keep));
  return push::Outgoing{
      .type = std::move(*type), .content = body.content(), .keep = std::move(*keep)};
}

Result<push::SendToUser::Input> read_message(Request const& request) {
  PushBody body(request);
  if (auto checked = body.check(); !checked) return failure_of(std::move(checked));
  auto user_id = body.text("userId");
  if (!user_id) return failure_of(std::move(user_id));
  auto outgoing = read_outgoing(body);
  if (!outgoing) return failure_of(std::move(outgoing));
  if (user_id->empty() || outgoing->type.empty()) return missing("fields: userId, type");
  return push::SendToUser::Input{std::move(*user_id), std::move(*outgoing)};
}

Result<push::SendToUsers::Input> read_messages(Request const& request) {
  PushBody body(request);
  if (auto checked = body.check(); !checked) return failure_of(std::move(checked));
  auto user_ids = body.texts("userIds");
  if (!user_ids) return failure_of(std::move(user_ids));
  auto outgoing = read_outgoing(body);
  if (!outgoing) return failure_of(std::move(outgoing));
  if (!*user_ids || outgoing->type.empty()) return missing("fields: userIds (array), type");
  return push::SendToUsers::Input{std::move(**user_ids), std::move(*outgoing)};
}

Result<push::Broadcast::Input> read_broadcast(Request const& request) {
  PushBody body(request);
  if (auto checked = body.check(); !checked) return failure_of(std::move(checked));
  auto type = body.text("type");
  if (!type) return failure_of(std::move(type));
  if (type->empty()) return missing("field: type");
  return push::Broadcast::Input{std::move(*type), body.content()};
}

Result<push::Notify::Input> read_notification(Request const& request) {
  PushBody body(request);
  if (auto checked = body.check(); !checked) return failure_of(std::move(checked));
  auto user_id = body.text("userId");
  if (!user_id) return failure_of(std::move(user_id));
  auto title = body.text("title");
  if (!title) return failure_of(std::move(title));
  auto text = body.text("body");
  if (!text) return failure_of(std::move(text));
  if (user_id->empty() || title->empty() || text->empty())
    return missing("fields: userId, title, body");
  auto keep = body.keep();
  if (!keep) return failure_of(std::move(keep));
  auto extra = body.content();
  if (extra == "null") extra.reset();
  return push::Notify::Input{.user_id = std::move(*user_id),
                             .title = std::move(*title),
                             .body = std::move(*text),
                             .extra = std::move(extra),
                             .keep = std::move(*keep)};
}

Task<Result<Response>> at_once(Result<Response> answer) { co_return answer; }

}  // namespace

PushEndpoints::PushEndpoints(push::Parts const& parts, ports::PushSessions& sessions)
    : connections_(parts.connections),
      clock_(parts.clock),
      send_to_user_(parts),
      send_to_users_(parts),
      broadcast_(parts),
      notify_(parts),
      disconnect_(parts.connections, sessions, parts.clock) {}

void PushEndpoints::add_to(Router& router) {
  router.add({Method::post, "/websocket/message/user", Permission::push_sender,
              [this](Request& request) { return send_to_user(request); }, &about::send_to_user});
  router.add({Method::post, "/websocket/message/users", Permission::push_sender,
              [this](Request& request) { return send_to_users(request); }, &about::send_to_users});
  router.add({Method::post, "/websocket/message/broadcast", Permission::push_sender,
              [this](Request& request) { return broadcast(request); }, &about::send_to_all});
  router.add({Method::post, "/websocket/notification", Permission::push_sender,
              [this](Request& request) { return notify(request); }, &about::notify});
  router.add({Method::get, "/websocket/users/connected", Permission::push_sender,
              [this](Request&) { return at_once(connected()); }, &about::connected_people});
  router.add({Method::get, "/websocket/me/status", Permission::push,
              [this](Request& request) { return at_once(status_of(request.subject->id)); },
              &about::my_status});
  router.add({Method::get, "/websocket/users/{userId}/status", Permission::push_self_or_sender,
              [this](Request& request) { return at_once(status_of(request.parameter("userId"))); },
              &about::status});
  router.add({Method::del, "/websocket/users/{userId}/disconnect", Permission::push_self_or_sender,
              [this](Request& request) { return at_once(disconnect(request.parameter("userId"))); },
              &about::disconnect});
}

Task<Result<Response>> PushEndpoints::send_to_user(Request& request) {
  auto input = read_message(request);
  if (!input) co_return failure_of(std::move(input));
  auto user_id = input->user_id;
  auto sent = co_await send_to_user_.run(std::move(*input));
  if (!sent) co_return failure_of(std::move(sent));
  co_return sent_to("Message", user_id, sent->sent_at);
}

Task<Result<Response>> PushEndpoints::send_to_users(Request& request) {
  auto input = read_messages(request);
  if (!input) co_return failure_of(std::move(input));
  auto sent = co_await send_to_users_.run(std::move(*input));
  if (!sent) co_return failure_of(std::move(sent));
  auto reached = std::to_string(sent->delivered_to.size());
  auto all = std::to_string(sent->delivered_to.size() + sent->not_delivered_to.size());
  co_return answer(
      SentToUsers{.message = "Message sent to " + reached + " out of " + all + " users",
                  .deliveredTo = std::move(sent->delivered_to),
                  .notDeliveredTo = std::move(sent->not_delivered_to),
                  .timestamp = sent->sent_at});
}

Task<Result<Response>> PushEndpoints::broadcast(Request& request) {
  auto input = read_broadcast(request);
  if (!input) co_return failure_of(std::move(input));
  auto sent = broadcast_.run(*input);
  co_return answer(
      SentToAll{.message = "Message broadcasted to " + std::to_string(sent.people) + " users",
                .userCount = static_cast<std::int64_t>(sent.people),
                .timestamp = sent.sent_at});
}

Task<Result<Response>> PushEndpoints::notify(Request& request) {
  auto input = read_notification(request);
  if (!input) co_return failure_of(std::move(input));
  auto user_id = input->user_id;
  auto sent = co_await notify_.run(std::move(*input));
  if (!sent) co_return failure_of(std::move(sent));
  co_return sent_to("Notification", user_id, sent->sent_at);
}

Result<Response> PushEndpoints::connected() const {
  auto people = connections_.subjects();
  auto count = static_cast<std::int64_t>(people.size());
  return answer(ConnectedPeople{
      .connectedUsers = std::move(people), .userCount = count, .timestamp = clock_.timestamp()});
}

Result<Response> PushEndpoints::status_of(std::string const& subject) const {
  auto newest = connections_.newest(subject);
  PushStatus status{.userId = subject,
                    .isConnected = newest.has_value(),
                    .connectionInfo = {},
                    .timestamp = clock_.timestamp()};
  if (newest) status.connectionInfo = ConnectionShape{newest->connected_at, newest->socket_id};
  return answer(status);
}

Result<Response> PushEndpoints::disconnect(std::string const& subject) {
  auto done = disconnect_.run(subject);
  if (!done) return failure_of(std::move(done));
  return answer(
      Done{.message = "User " + subject + " disconnected", .timestamp = done->disconnected_at});
}

}  // namespace switchboard::http

#include "gateway/http/post_endpoint.hpp"

#include <algorithm>
#include <utility>

#include "gateway/http/json_body.hpp"
#include "gateway/http/room_about.hpp"
#include "protocol/chat/frames.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::http {

namespace {

// The header's value is the socket's `client_msg_id`.
Result<std::optional<std::string>> idempotency_key(RequestHead const& head) {
  auto value = head.header("Idempotency-Key");
  if (!value) return std::optional<std::string>();
  auto visible = [](char c) { return c > 0x20 && c < 0x7F; };
  if (value->empty() || value->size() > client_message_id_characters_max ||
      !std::ranges::all_of(*value, visible))
    return fail(Errc::invalid_argument, "Idempotency-Key must be 1 to 64 visible ASCII characters",
                "bad_idempotency_key");
  return std::string(*value);
}

Message as_said(Request const& request, std::string content, ports::Appended const& appended) {
  auto const& author = request.caller->user;
  return {.id = appended.id,
          .room = RoomId(request.parameter("room_id")),
          .seq = appended.seq,
          .sender = author.id,
          .sender_name = author.full_name,
          .sender_username = author.username,
          .content = std::move(content),
          .created_at = appended.created_at};
}

// An element of the history, and whether it had been stored before.
Response message_response(Message const& message, bool duplicate) {
  std::string body;
  chat::append_history_item(body, message);
  body.pop_back();
  body += R"(,"duplicate":)";
  json::append(body, duplicate);
  body += '}';
  return json_response(201, std::move(body));
}

}  // namespace

void PostEndpoint::add_to(Router& router) {
  router.add({Method::post, "/api/chat/rooms/{room_id}/messages", Permission::signed_in,
              [this](Request& request) { return post(request); }, &about::post_message});
}

Task<Result<Response>> PostEndpoint::post(Request& request) {
  auto body = read_json<NewMessage>(request);
  if (!body) co_return failure_of(std::move(body));
  auto key = idempotency_key(request.head);
  if (!key) co_return failure_of(std::move(key));
  chat::PostMessage::Input input{.room = RoomId(request.parameter("room_id")),
                                 .content = body->content,
                                 .client_message_id = std::move(*key)};
  auto appended = co_await post_message_.run(request.caller->user, std::move(input));
  if (!appended) co_return failure_of(std::move(appended));
  if (!appended->duplicate)
    co_return message_response(as_said(request, std::move(body->content), *appended), false);
  // A retry may say something else; what was said first stays.
  RoomId room(request.parameter("room_id"));
  auto first = co_await stored(std::move(room), *appended);
  if (!first) co_return failure_of(std::move(first));
  co_return message_response(*first, true);
}

Task<Result<Message>> PostEndpoint::stored(RoomId room, ports::Appended appended) {
  Seq before(appended.seq.value() - 1);
  auto found = co_await messages_.messages_after(std::move(room), before, 1);
  if (!found) co_return failure_of(std::move(found));
  if (found->empty() || found->front().id != appended.id)
    co_return fail(Errc::position_lost, "The message is no longer stored", "message_gone");
  co_return std::move(found->front());
}

}  // namespace switchboard::http

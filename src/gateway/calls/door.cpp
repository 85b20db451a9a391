#include "gateway/calls/door.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/key_secret.hpp"
#include "gateway/calls/session.hpp"
#include "protocol/http/target.hpp"

namespace switchboard::calls {
namespace {

// A ping within 30 s also when the client has just been heard, and a dead peer is dropped 60 to
// 90 s after its last sign of life.
constexpr Duration ping_interval = std::chrono::seconds(14);
constexpr Duration pong_timeout = std::chrono::seconds(50);

constexpr std::string_view scheme = "Bearer ";

std::unexpected<Error> refuse() { return fail(Errc::unauthenticated, "Unauthorized"); }

Result<Identity> signed_in(Result<Caller> caller) {
  if (!caller && caller.error().code == Errc::unauthenticated) return refuse();
  if (!caller) return failure_of(std::move(caller));
  return Identity{.user = std::make_shared<User const>(std::move(caller->user)),
                  .sign_in = caller->sign_in};
}

}  // namespace

void Doors::replace(Address const& address) {
  auto tell = [door = doors_[address.shard], session = address.session] { door->replace(session); };
  shards_[address.shard].post(std::move(tell));
}

Door::Door(Parts parts) : parts_(std::move(parts)) {
  parts_.socket.ping_interval = ping_interval;
  parts_.socket.pong_timeout = pong_timeout;
  auto shard = parts_.edge.loop.index();
  parts_.doors.add(shard, *this);
  parts_.rooms.on_delivery(
      shard, [this](SessionId session, Signal const& signal) { deliver(session, signal); });
}

Task<Result<http::UpgradeDoor::Opened>> Door::open(http::Request& request,
                                                   websocket::Handshake const& handshake) {
  auto recognising = recognise(request.head);
  auto identity = co_await recognising;
  if (!identity) co_return failure_of(std::move(identity));
  auto number = std::to_string(identity->user->number.value());
  auto extended = http::query_value(request.head.query, "extended") == "1";
  Opened opened;
  opened.protocol =
      std::make_unique<Session>(*this, std::move(*identity), extended, handshake.deflate);
  opened.headers = {{"X-Client-ID", std::move(number)}};
  co_return opened;
}

// The key's own header decides where it is there; a ticket counts where no header does.
Task<Result<Identity>> Door::recognise(http::RequestHead const& head) {
  if (auto key = head.header("X-API-Key")) co_return co_await recognise_key(std::string(*key));
  if (auto bearer = head.header("Authorization")) {
    if (!bearer->starts_with(scheme)) co_return refuse();
    std::string text(bearer->substr(scheme.size()));
    if (accounts::looks_like_key(text)) co_return co_await recognise_key(std::move(text));
    auto caller = co_await parts_.authenticator.authenticate(std::move(text));
    co_return signed_in(std::move(caller));
  }
  auto ticket = http::query_value(head.query, "ticket");
  if (!ticket) co_return refuse();
  auto caller = co_await parts_.tickets.authenticate(std::move(*ticket));
  co_return signed_in(std::move(caller));
}

Task<Result<Identity>> Door::recognise_key(std::string key) {
  auto caller = co_await parts_.keys.authenticate(std::move(key), calls_scope);
  if (!caller) co_return failure_of(std::move(caller));
  co_return Identity{
      .user = std::move(caller->user), .key = caller->key, .expires_at = caller->expires_at};
}

void Door::add_to(http::Router& router) {
  router.add({http::Method::get, "/ws", http::Permission::open,
              [this](http::Request& request) { return explain(request); }});
}

Task<Result<http::Response>> Door::explain(http::Request& request) {
  auto recognising = recognise(request.head);
  auto identity = co_await recognising;
  if (!identity) co_return failure_of(std::move(identity));
  auto response = http::error_response(426, "This path speaks WebSocket (RFC 6455, version 13)", {},
                                       {}, http::ErrorShape::text);
  response.with("Upgrade", "websocket").with("Sec-WebSocket-Version", "13");
  co_return response;
}

void Door::enter(UserId user, SessionId id, Session& session) {
  sessions_[id] = &session;
  by_user_[user].push_back(id);
  parts_.edge.observer.on_session_opened(gateway::Entrance::calls);
  parts_.attendance.arrive(user, parts_.edge.loop.clock().timestamp());
}

void Door::leave(UserId user, SessionId id) {
  if (sessions_.erase(id) == 0) return;
  parts_.edge.observer.on_session_closed(gateway::Entrance::calls);
  parts_.attendance.depart(user, parts_.edge.loop.clock().timestamp());
  auto own = by_user_.find(user);
  std::erase(own->second, id);
  if (own->second.empty()) by_user_.erase(own);
}

void Door::on_account_changed(UserId user) {
  auto own = by_user_.find(user);
  if (own == by_user_.end()) return;
  auto ids = own->second;  // a session that closes leaves the list
  for (auto id : ids) sessions_.at(id)->look_again();
}

void Door::replace(SessionId session) {
  auto found = sessions_.find(session);
  if (found != sessions_.end()) found->second->give_way();
}

std::size_t Door::tell_extended(UserId user, Signal const* signal) {
  auto own = by_user_.find(user);
  if (own == by_user_.end()) return 0;
  std::size_t told = 0;
  auto ids = own->second;  // a session that closes leaves the list
  for (auto id : ids) {
    auto& session = *sessions_.at(id);
    if (!session.extended()) continue;
    if (signal != nullptr) session.hear(*signal);
    ++told;
  }
  return told;
}

void Door::deliver(SessionId session, Signal const& signal) {
  auto found = sessions_.find(session);
  if (found != sessions_.end()) found->second->hear(signal);
}

}  // namespace switchboard::calls

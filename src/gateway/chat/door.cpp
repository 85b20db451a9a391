#include "gateway/chat/door.hpp"

#include <algorithm>

#include "gateway/chat/session.hpp"
#include "protocol/http/target.hpp"

namespace switchboard::chat {
bool Door::serves(std::string_view path) const {
  return path == "/api/chat/ws" || path == "/api/ws/chat";
}

Task<Result<http::UpgradeDoor::Opened>> Door::open(http::Request& request,
                                                   websocket::Handshake const& handshake) {
  auto origin = request.head.header("Origin");
  if (origin && !http::is_same_origin(request.head, *origin) && !parts_.cors.allows(*origin))
    co_return fail(Errc::permission_denied, "This origin may not open a chat socket",
                   "foreign_origin");
  auto session = std::make_unique<Session>(*this, handshake.deflate);
  if (auto token = http::query_value(request.head.query, "token")) {
    auto authentication = parts_.authenticator.authenticate(std::move(*token));
    auto caller = co_await authentication;
    if (!caller) co_return failure_of(std::move(caller));
    session->sign_in_at_start(std::move(*caller));
  } else if (auto ticket = http::query_value(request.head.query, "ticket")) {
    auto authentication = parts_.tickets.authenticate(std::move(*ticket));
    auto caller = co_await authentication;
    if (!caller) co_return failure_of(std::move(caller));
    session->sign_in_at_start(std::move(*caller));
  }
  co_return Opened{std::move(session)};
}

template <class Visit>
void Door::each_session(UserId user, Visit visit) {
  auto found = sessions_.find(user);
  if (found == sessions_.end()) return;
  auto sessions = found->second;  // a session that closes leaves the list
  for (auto* session : sessions) visit(*session);
}

void Door::on_account_changed(UserId user) {
  each_session(user, [](Session& session) { session.look_again(); });
}

void Door::on_room_changed(RoomChange const& change) {
  each_session(change.user, [&change](Session& session) {
    if (change.inside)
      session.let_in(change.room);
    else
      session.put_out(change.room);
  });
}

std::size_t Door::tell_extended(UserId user, std::string const* frame) {
  auto found = sessions_.find(user);
  if (found == sessions_.end()) return 0;
  std::size_t told = 0;
  for (auto* session : found->second)
    if (session->tell_extended(frame)) ++told;
  return told;
}

void Door::enter(UserId user, Session& session) {
  sessions_[user].push_back(&session);
  parts_.edge.observer.on_session_opened(gateway::Entrance::chat);
  parts_.attendance.arrive(user, parts_.edge.loop.clock().timestamp());
}

void Door::leave(UserId user, Session& session) {
  auto found = sessions_.find(user);
  if (found == sessions_.end()) return;
  if (std::erase(found->second, &session) > 0) {
    parts_.edge.observer.on_session_closed(gateway::Entrance::chat);
    parts_.attendance.depart(user, parts_.edge.loop.clock().timestamp());
  }
  if (found->second.empty()) sessions_.erase(found);
}

}  // namespace switchboard::chat

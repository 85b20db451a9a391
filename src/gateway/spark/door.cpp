#include "gateway/spark/door.hpp"

#include <utility>

#include "gateway/spark/session.hpp"

namespace switchboard::spark {

// Any page may open one: a browser sends nothing along by which it would be somebody.
Task<Result<http::UpgradeDoor::Opened>> Door::open(http::Request& /*request*/,
                                                   websocket::Handshake const& handshake) {
  auto session = std::make_unique<Session>(*this, handshake.deflate);
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

void Door::on_room_changed(chat::RoomChange const& change) {
  if (!change.inside) return;  // nobody leaves a direct room
  each_session(change.user, [&change](Session& session) { session.let_in(change.room); });
}

void Door::enter(UserId user, Session& session) {
  sessions_[user].push_back(&session);
  parts_.edge.observer.on_session_opened(gateway::Entrance::spark);
  parts_.attendance.arrive(user, parts_.edge.loop.clock().timestamp());
}

void Door::leave(UserId user, Session& session) {
  auto found = sessions_.find(user);
  if (found == sessions_.end()) return;
  if (std::erase(found->second, &session) > 0) {
    parts_.edge.observer.on_session_closed(gateway::Entrance::spark);
    parts_.attendance.depart(user, parts_.edge.loop.clock().timestamp());
  }
  if (found->second.empty()) sessions_.erase(found);
}

}  // namespace switchboard::spark

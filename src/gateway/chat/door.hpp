#pragma once
// Where chat sockets are let in, on one shard: /api/chat/ws and /api/ws/chat.

#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/accounts/authenticator.hpp"
#include "features/accounts/directory.hpp"
#include "features/accounts/ticket_authenticator.hpp"
#include "features/chat/mark_read.hpp"
#include "features/chat/post_message.hpp"
#include "features/chat/react.hpp"
#include "features/chat/revise_message.hpp"
#include "features/chat/room_changes.hpp"
#include "features/delivery/attendance.hpp"
#include "features/delivery/fan_out.hpp"
#include "gateway/edge/frame_budget.hpp"
#include "gateway/http/cors.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/websocket/session.hpp"
#include "ports/message_store.hpp"

namespace switchboard::chat {

class Session;

struct SessionLimits {
  Duration sign_in_time = std::chrono::seconds(10);
  Duration lapse_grace = std::chrono::seconds(30);  // after a token's end
  std::size_t rooms_max = 200;                      // that one socket may be in
  std::size_t posts_under_way_max = 512;            // then reading pauses
  gateway::FrameLimits frames;
};

// What every chat session of a shard uses. All must outlive it.
struct Parts {
  accounts::Authenticator& authenticator;
  accounts::TicketAuthenticator& tickets;
  accounts::Directory& directory;
  delivery::FanOut& fan_out;
  ports::MessageStore& messages;
  PostMessage& post_message;
  ReviseMessage& revise_message;
  React& react;
  MarkRead& mark_read;
  delivery::Attendance& attendance;
  gateway::Edge& edge;
  http::Cors const& cors;
  websocket::SessionOptions socket = {};
  SessionLimits limits = {};
};

class Door final : public http::UpgradeDoor {
 public:
  explicit Door(Parts const& parts) : parts_(parts) {}
  Door(Door const&) = delete;

  [[nodiscard]] bool serves(std::string_view path) const override;
  Task<Result<Opened>> open(http::Request& request, websocket::Handshake const& handshake) override;

  // An account changed: its sessions look at it again, and those that may not go on are closed.
  void on_account_changed(UserId user);

  // A frame for a person's sockets that opted in to more than the documented ones; how many there
  // are. Null: only that.
  std::size_t tell_extended(UserId user, std::string const* frame);
  // Somebody came into a room or went out of it: their sessions are told, and hear no more of a
  // room that they are out of.
  void on_room_changed(RoomChange const& change);

  [[nodiscard]] Parts& parts() { return parts_; }
  void enter(UserId user, Session& session);
  void leave(UserId user, Session& session);

 private:
  template <class Visit>
  void each_session(UserId user, Visit visit);

  Parts parts_;
  std::unordered_map<UserId, std::vector<Session*>> sessions_;
};

}  // namespace switchboard::chat

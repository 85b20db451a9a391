#pragma once
// Where Spark sockets are let in, on one shard: /ws on SPARK_PORT.

#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/accounts/authenticator.hpp"
#include "features/accounts/directory.hpp"
#include "features/chat/open_direct_room.hpp"
#include "features/chat/post_message.hpp"
#include "features/chat/room_changes.hpp"
#include "features/delivery/attendance.hpp"
#include "features/delivery/fan_out.hpp"
#include "features/spark/mailbox.hpp"
#include "gateway/edge/frame_budget.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/spark/ear.hpp"
#include "gateway/websocket/session.hpp"
#include "ports/user_store.hpp"

namespace switchboard::spark {

class Session;

class Door final : public http::UpgradeDoor {
 public:
  // What every Spark session of a shard uses. All must outlive it.
  struct Parts {
    accounts::Authenticator& authenticator;
    accounts::Directory& directory;
    ports::UserStore& users;
    ports::RoomStore& rooms;
    ports::MessageStore& messages;
    chat::OpenDirectRoom& open_direct;
    chat::PostMessage& post_message;
    delivery::FanOut& fan_out;
    delivery::Attendance& attendance;
    gateway::Edge& edge;
    websocket::SessionOptions socket = {};
    gateway::FrameLimits frames = {};
    Duration lapse_grace = std::chrono::seconds(30);  // after a token's end
  };

  explicit Door(Parts parts)
      : parts_(std::move(parts)), read_mailbox_(parts_.rooms, parts_.messages) {}
  Door(Door const&) = delete;

  [[nodiscard]] bool serves(std::string_view path) const override { return path == "/ws"; }
  Task<Result<Opened>> open(http::Request& request, websocket::Handshake const& handshake) override;

  // An account changed: its sessions look at it again, and those that may not go on are closed.
  void on_account_changed(UserId user);
  // Somebody is in one more room: their sessions listen to it, if it is a direct one.
  void on_room_changed(chat::RoomChange const& change);

  // For the sessions.
  [[nodiscard]] Parts& parts() { return parts_; }
  [[nodiscard]] ReadMailbox& read_mailbox() { return read_mailbox_; }
  [[nodiscard]] EarCodec& ear_codec() { return ear_codec_; }
  void enter(UserId user, Session& session);
  void leave(UserId user, Session& session);

 private:
  template <class Visit>
  void each_session(UserId user, Visit visit);

  Parts parts_;
  ReadMailbox read_mailbox_;
  EarCodec ear_codec_;
  std::unordered_map<UserId, std::vector<Session*>> sessions_;
};

}  // namespace switchboard::spark

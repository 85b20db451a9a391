#pragma once
// Where push clients are let in, on one shard: namespace `/` of the Socket.IO server. And how their
// sessions are ended from any other shard.

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "features/accounts/directory.hpp"
#include "features/accounts/subject_authenticator.hpp"
#include "features/delivery/attendance.hpp"
#include "features/delivery/fan_out.hpp"
#include "features/push/connections.hpp"
#include "gateway/edge/edge.hpp"
#include "gateway/edge/frame_budget.hpp"
#include "gateway/socketio/namespace.hpp"
#include "gateway/socketio/socket.hpp"
#include "ports/inbox_store.hpp"
#include "ports/push_sessions.hpp"
#include "runtime/shards.hpp"

namespace switchboard::push {

class Door;
class Session;
struct ConnectPayload;

// The push sessions of a node, wherever they live.
class Sessions final : public ports::PushSessions {
 public:
  // `shards` must outlive it.
  explicit Sessions(runtime::Shards& shards) : shards_(shards), doors_(shards.size()) {}

  void add(std::size_t shard, Door& door) { doors_[shard] = &door; }  // at start-up
  void disconnect(std::size_t shard, SessionId session) override;
  // The same; when it answers, nothing more is said to that session.
  Task<void> replace(std::size_t shard, SessionId session);

 private:
  runtime::Shards& shards_;
  std::vector<Door*> doors_;
};

class Door final : public socketio::Namespace {
 public:
  // All must outlive it.
  struct Parts {
    accounts::SubjectAuthenticator& authenticator;
    accounts::Directory& directory;
    Connections& connections;
    ports::InboxStore& inbox;
    delivery::FanOut& fan_out;
    delivery::Attendance& attendance;
    Sessions& sessions;
    gateway::Edge& edge;
    std::size_t connections_per_user;
    gateway::FrameLimits frames;
  };

  explicit Door(Parts parts);
  Door(Door const&) = delete;

  Task<Result<std::unique_ptr<socketio::Listener>>> admit(socketio::Socket& socket,
                                                          std::string auth) override;
  Task<Result<socketio::Identity>> identify(socketio::Handshake const& handshake,
                                            std::string auth) override;
  void disconnect(SessionId session);
  // An account changed, or who is signed in to it: its sessions that may not go on are ended.
  void on_account_changed(UserId user);

  // The same for one of them.
  void look_again(SessionId id);
  // An event for a person's sockets that asked for calls; how many there are. Null: only that.
  std::size_t tell_call(UserId user, std::string const* event);

  // For the sessions.
  [[nodiscard]] Parts& parts() { return parts_; }
  void enter(SessionId id, Session& session) { sessions_[id] = &session; }
  void leave(SessionId id) { sessions_.erase(id); }
  [[nodiscard]] Session* find(SessionId id);

 private:
  Task<Result<Subject>> recognise(socketio::Handshake const& handshake,
                                  ConnectPayload const& payload);
  Task<void> look_at_account(SessionId id);
  Task<bool> may_go_on(Subject subject);

  Parts parts_;
  std::unordered_map<SessionId, Session*> sessions_;
};

}  // namespace switchboard::push

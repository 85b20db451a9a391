#pragma once
// Where calls are let in, on one shard: /ws, with an API key, a bearer token, or a ticket.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "features/accounts/authenticator.hpp"
#include "features/accounts/directory.hpp"
#include "features/accounts/key_authenticator.hpp"
#include "features/accounts/ticket_authenticator.hpp"
#include "features/calls/ice_servers.hpp"
#include "features/calls/people.hpp"
#include "features/calls/rooms.hpp"
#include "features/delivery/attendance.hpp"
#include "features/delivery/fan_out.hpp"
#include "gateway/edge/frame_budget.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/http/router.hpp"
#include "gateway/websocket/session.hpp"

namespace switchboard::calls {

class Door;
class Session;

// The calls sessions of a node, wherever they live.
class Doors {
 public:
  // `shards` must outlive it.
  explicit Doors(runtime::Shards& shards) : shards_(shards), doors_(shards.size()) {}

  void add(std::size_t shard, Door& door) { doors_[shard] = &door; }  // at start-up
  // Another connection of the person counts now.
  void replace(Address const& address);

 private:
  runtime::Shards& shards_;
  std::vector<Door*> doors_;
};

// Whoever came in, and with what.
struct Identity {
  accounts::SharedUser user;
  std::optional<ApiKeyId> key = {};          // with a key; otherwise with a token or a ticket
  std::optional<SignInId> sign_in = {};      // of that token
  std::optional<Timestamp> expires_at = {};  // the key; a sign-in may lapse during a call
};

class Door final : public http::UpgradeDoor {
 public:
  // All must outlive it.
  struct Parts {
    accounts::Authenticator& authenticator;
    accounts::KeyAuthenticator& keys;
    accounts::Directory& directory;
    accounts::TicketAuthenticator& tickets;
    IceServers const& ice_servers;
    People& people;
    Rooms& rooms;
    Doors& doors;
    delivery::FanOut& fan_out;
    delivery::Attendance& attendance;
    gateway::Edge& edge;
    http::RequestHandler& plain;  // answers what asks for no WebSocket
    gateway::FrameLimits frames = {};
    websocket::SessionOptions socket = {};
  };

  explicit Door(Parts parts);
  Door(Door const&) = delete;

  [[nodiscard]] bool serves(std::string_view path) const override { return path == "/ws"; }
  [[nodiscard]] http::RequestHandler* without_upgrade() override { return &parts_.plain; }
  Task<Result<Opened>> open(http::Request& request, websocket::Handshake const& handshake) override;
  // What `plain` says to a GET: who may come in is told how.
  void add_to(http::Router& router);

  // An account or one of its keys changed: sessions that may not go on are ended.
  void on_account_changed(UserId user);
  void replace(SessionId session);
  void deliver(SessionId session, Signal const& signal);
  // For a person's sockets that opted in; how many there are. Null: only that.
  std::size_t tell_extended(UserId user, Signal const* signal);

  // For the sessions.
  [[nodiscard]] Parts& parts() { return parts_; }
  void enter(UserId user, SessionId id, Session& session);
  void leave(UserId user, SessionId id);

 private:
  Task<Result<Identity>> recognise(http::RequestHead const& head);
  Task<Result<Identity>> recognise_key(std::string key);
  Task<Result<http::Response>> explain(http::Request& request);

  Parts parts_;
  std::unordered_map<SessionId, Session*> sessions_;
  std::unordered_map<UserId, std::vector<SessionId>> by_user_;
};

}  // namespace switchboard::calls

#pragma once
// One shard's Engine.IO server: opens sessions, and brings every request to the session that it
// means. Protocol 4; transports polling and websocket.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/edge/edge.hpp"
#include "gateway/engineio/application.hpp"
#include "gateway/engineio/options.hpp"
#include "gateway/engineio/session.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/websocket/session.hpp"
#include "protocol/engineio/query.hpp"

namespace switchboard::engineio {

class Server;

// Which shard an id of ours names; nullopt: it is none.
[[nodiscard]] std::optional<std::size_t> shard_of(std::string_view id);

// The servers of a node by shard. Filled while they are made; read from every shard.
using Servers = std::vector<Server*>;

class Server final : public http::UpgradeDoor, public http::RequestHandler {
 public:
  // Adds itself to `servers`. All must outlive it.
  Server(gateway::Edge& edge, Options const& options, Host& host, Servers& servers);
  ~Server() override;

  [[nodiscard]] bool serves(std::string_view path) const override;
  // Without compression: clients of Socket.IO do not expect it.
  [[nodiscard]] bool deflate_allowed() const override { return false; }
  [[nodiscard]] RequestHandler* without_upgrade() override { return this; }
  Task<Result<Opened>> open(http::Request& request, websocket::Handshake const& handshake) override;
  Task<http::Response> handle(http::Request& request) override;

  // An id that nobody can guess and that names this shard.
  [[nodiscard]] std::string next_id() const;

  // For sessions and transports of this shard.
  [[nodiscard]] Session* find(std::string_view sid);
  Session& open_session(std::shared_ptr<Application> application);
  void forget(Session& session);
  void stop_counting(Session const& session);  // for its address
  // Those that hold no connection: the server stops.
  void close_polling();
  // The JSON of the packet that opens a session.
  [[nodiscard]] std::string opening(std::string_view sid, bool may_upgrade) const;
  [[nodiscard]] std::string& scratch();  // empty; until the next call
  [[nodiscard]] gateway::Edge& edge() { return edge_; }
  [[nodiscard]] runtime::Loop& loop() { return edge_.loop; }
  [[nodiscard]] Options const& options() const { return options_; }
  [[nodiscard]] websocket::SessionOptions const& socket_options() const { return socket_options_; }
  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

 private:
  enum class Transport : std::uint8_t { unknown, polling, websocket };
  struct Asked {
    Transport transport;
    Query query;
    std::string_view refusal;  // empty: none
  };

  [[nodiscard]] Asked read(http::Request const& request, bool upgrade) const;
  [[nodiscard]] Server* home_of(std::string_view sid) const;
  Task<http::Response> answer(http::Request& request);
  Task<http::Response> open_polling(http::Request& request);
  Task<http::Response> pass_on(http::Request& request, Server& home, std::string sid);
  Task<Result<Opened>> take_over(http::Request& request, std::string sid);
  void on_request(std::string const& sid, bool posted, std::string const& body,
                  std::shared_ptr<PollReply> reply);
  [[nodiscard]] websocket::ExtraHeaders cors_headers(http::RequestHead const& head) const;
  [[nodiscard]] bool origin_allowed(http::RequestHead const& head) const;
  [[nodiscard]] Opened refused(http::Request const& request, int status,
                               std::string_view why) const;

  gateway::Edge& edge_;
  Options const& options_;
  Host& host_;
  Servers& servers_;
  websocket::SessionOptions socket_options_;
  std::unordered_map<std::string_view, std::unique_ptr<Session>> sessions_;  // by their own sid
  std::unordered_map<std::string, std::size_t> polling_;                     // sessions by address
  std::string scratch_;
};

}  // namespace switchboard::engineio

#pragma once
// One shard's Socket.IO server (protocol 5): its namespaces, over an Engine.IO server.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "features/delivery/fan_out.hpp"
#include "gateway/engineio/server.hpp"
#include "gateway/socketio/client.hpp"
#include "gateway/socketio/codec.hpp"
#include "gateway/socketio/namespace.hpp"
#include "gateway/socketio/questions.hpp"
#include "gateway/socketio/recovery.hpp"

namespace switchboard::socketio {

struct Options {
  engineio::Options engine;
  Duration connect_timeout = std::chrono::seconds(45);  // until the first namespace is entered
  // Until the attachments that a packet declares are there. More than one frame can take that the
  // heartbeat waits behind.
  Duration attachments_timeout = std::chrono::seconds(60);
  // How long a recoverable socket waits for its client to come back; zero: none is taken up again.
  Duration away_max = std::chrono::minutes(2);
};

class Server final : engineio::Host {
 public:
  // All must outlive it.
  struct Parts {
    gateway::Edge& edge;
    Options const& options;
    delivery::FanOut& fan_out;
    engineio::Servers& doors;
    std::vector<Server*>& servers;  // of the node by shard; this one adds itself
    // See engineio::Host::refuse; empty: nobody is refused.
    std::function<Task<std::optional<std::string>>(http::Request const&)> refuse;
  };

  explicit Server(Parts parts);
  Server(Server const&) = delete;

  // At start-up only.
  void add(std::string name, std::unique_ptr<Namespace> name_space);
  [[nodiscard]] engineio::Server& door() { return door_; }

  // Puts the event to every client of the namespace that listens to the publication's channel on
  // this node, and collects an answer of each until `patience` is over. Who comes into the channel
  // meanwhile may hear it, but is not asked.
  Task<Answers> ask(std::string name_space, Publication publication, Duration patience);

  // For clients and sockets.
  using Namespaces = std::map<std::string, std::unique_ptr<Namespace>, std::less<>>;
  // Null: there is none of that name. It stays where it is.
  [[nodiscard]] Namespaces::value_type const* find(std::string_view name) const;
  [[nodiscard]] std::string next_socket_id();
  [[nodiscard]] runtime::Loop& loop() const { return parts_.edge.loop; }
  [[nodiscard]] delivery::FanOut& fan_out() { return parts_.fan_out; }
  [[nodiscard]] Codecs& codecs() { return codecs_; }
  [[nodiscard]] Recovery& recovery() { return recovery_; }
  [[nodiscard]] Questions& questions() { return questions_; }
  [[nodiscard]] Duration away_max() const { return parts_.options.away_max; }
  [[nodiscard]] std::size_t unread_bytes_max() const {
    return parts_.options.engine.unread_bytes_max;
  }
  // Whose shard a private id names; null: nobody's.
  [[nodiscard]] Server* home_of(std::string_view pid) const;
  [[nodiscard]] Duration connect_timeout() const { return parts_.options.connect_timeout; }
  [[nodiscard]] Duration attachments_timeout() const { return parts_.options.attachments_timeout; }
  [[nodiscard]] std::size_t bytes_max() const { return parts_.options.engine.max_payload; }

 private:
  Task<std::optional<std::string>> refuse(http::Request const& request) override;
  std::shared_ptr<engineio::Application> make(http::Request const& request) override;
  [[nodiscard]] std::uint64_t next_question();
  [[nodiscard]] std::unordered_set<SessionId> listeners(std::string const& name_space,
                                                        Publication const& publication);

  Parts parts_;
  Codecs codecs_;
  Namespaces namespaces_;
  Recovery recovery_{*this};
  Questions questions_;
  std::uint64_t asked_ = 0;  // questions, ever
  engineio::Server door_;
};

}  // namespace switchboard::socketio

#pragma once
// A Socket.IO server on every shard of a harness program.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/socketio/server.hpp"
#include "protocol/json/append.hpp"
#include "support/engineio_rig.hpp"
#include "support/harness_server.hpp"

namespace switchboard::harness {

// `["name",…]`, or `[…]` without a name: the text of an event or an ack.
inline std::string array_of(std::string_view name, std::span<std::string_view const> arguments) {
  std::string array = "[";
  if (!name.empty()) json::append(array, name);
  for (auto argument : arguments) {
    if (array.size() > 1) array += ',';
    array += argument;
  }
  return array += ']';
}

using Refuse = std::function<Task<std::optional<std::string>>(http::Request const&)>;

// Never returns.
inline void run_socketio(socketio::Options const& options, Refuse const& refuse,
                         std::function<void(socketio::Server&)> const& fill) {
  HarnessServer server(2);
  delivery::FanOut fan_out(server.shards(), {}, [](auto const&, auto const&) {});
  engineio::Servers doors;
  std::vector<socketio::Server*> by_shard;
  std::vector<std::unique_ptr<socketio::Server>> servers;
  server.run([&](gateway::Edge& edge, std::size_t /*shard*/) {
    servers.push_back(std::make_unique<socketio::Server>(
        socketio::Server::Parts{edge, options, fan_out, doors, by_shard, refuse}));
    fill(*servers.back());
    HarnessServer::Service service{std::make_unique<NotFound>(), {}};
    service.upgrades.push_back(std::make_unique<PassingDoor>(servers.back()->door()));
    return service;
  });
}

}  // namespace switchboard::harness

#pragma once
// An Engine.IO server on every shard of a harness program.

#include <memory>

#include "gateway/engineio/server.hpp"
#include "support/harness_server.hpp"

namespace switchboard::harness {

struct NotFound final : http::RequestHandler {
  Task<http::Response> handle(http::Request& /*request*/) override {
    http::Response response;
    response.status = 404;
    co_return response;
  }
};

// A door that belongs to somebody else.
class PassingDoor final : public http::UpgradeDoor {
 public:
  explicit PassingDoor(http::UpgradeDoor& door) : door_(door) {}
  [[nodiscard]] bool serves(std::string_view path) const override { return door_.serves(path); }
  [[nodiscard]] bool deflate_allowed() const override { return door_.deflate_allowed(); }
  [[nodiscard]] http::RequestHandler* without_upgrade() override { return door_.without_upgrade(); }
  Task<Result<Opened>> open(http::Request& request,
                            websocket::Handshake const& handshake) override {
    return door_.open(request, handshake);
  }

 private:
  http::UpgradeDoor& door_;
};

// Never returns. Two shards, so that requests and upgrades cross over.
inline void run_engineio(engineio::Options const& options, engineio::Host& host) {
  engineio::Servers servers;
  HarnessServer server(2);
  server.run([&](gateway::Edge& edge, std::size_t /*shard*/) {
    HarnessServer::Service service{std::make_unique<NotFound>(), {}};
    service.upgrades.push_back(std::make_unique<engineio::Server>(edge, options, host, servers));
    return service;
  });
}

}  // namespace switchboard::harness

// WebSocket on any path: echoes messages to 16 MiB, permessage-deflate when offered, no pings.

#include "support/harness_server.hpp"
#include "support/plain_session.hpp"

using namespace switchboard;

namespace {

struct Nothing final : http::RequestHandler {
  Task<http::Response> handle(http::Request& /*request*/) override {
    http::Response response;
    response.status = 426;
    co_return response.with("Upgrade", "websocket");
  }
};

}  // namespace

int main() {
  constexpr std::size_t message_bytes_max = 16 << 20;
  websocket::SessionOptions const options{
      .limits = {.message_bytes_max = message_bytes_max, .fragments_max = 1 << 20},
      .ping_interval = {},
      .unread_bytes_max = 4 * message_bytes_max};
  harness::HarnessServer server(1);
  server.run([&](gateway::Edge& edge, std::size_t /*shard*/) {
    harness::HarnessServer::Service service{std::make_unique<Nothing>(), {}};
    auto make = [&](http::Request const&, auto deflate) {
      return std::make_unique<harness::EchoSession>(options, edge, deflate);
    };
    auto any_upgrade = [](std::string_view) { return true; };
    service.upgrades.push_back(std::make_unique<harness::SessionDoor>(any_upgrade, make));
    return service;
  });
}

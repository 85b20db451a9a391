#pragma once
// The product's gateway without accounts or chat: what the harness programs stand on.

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "gateway/edge/listener.hpp"
#include "gateway/http/error_table.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/http/metrics.hpp"
#include "runtime/shards.hpp"

namespace switchboard::harness {

// A WebSocket door that takes every path that `serves` accepts and makes a session by `make`.
class SessionDoor final : public http::UpgradeDoor {
 public:
  using Serves = std::function<bool(std::string_view)>;
  using Make = std::function<std::unique_ptr<gateway::Protocol>(
      http::Request const&, std::optional<websocket::DeflateAgreement>)>;

  SessionDoor(Serves serves, Make make) : serves_(std::move(serves)), make_(std::move(make)) {}
  [[nodiscard]] bool serves(std::string_view path) const override { return serves_(path); }
  Task<Result<Opened>> open(http::Request& request,
                            websocket::Handshake const& handshake) override {
    co_return Opened{make_(request, handshake.deflate)};
  }

 private:
  Serves serves_;
  Make make_;
};

class HarnessServer {
 public:
  // What one shard serves.
  struct Service {
    std::unique_ptr<http::RequestHandler> handler;
    std::vector<std::unique_ptr<http::UpgradeDoor>> upgrades;
  };
  using MakeService = std::function<Service(gateway::Edge&, std::size_t shard)>;

  explicit HarnessServer(std::size_t shard_count) : shards_(clock_, shard_count) {
    for (std::size_t i = 0; i < shard_count; ++i)
      edges_.push_back(std::make_unique<gateway::Edge>(shards_[i], log_, observer_));
  }

  [[nodiscard]] runtime::Shards& shards() { return shards_; }

  // Listens on 127.0.0.1:$PORT (0: the system picks), says where, and serves until it is ended.
  void run(MakeService const& make_service) {
    for (std::size_t i = 0; i < shards_.size(); ++i) add_door(make_service(*edges_[i], i));
    auto const* port = std::getenv("PORT");
    auto number = port == nullptr ? 0 : std::strtoul(port, nullptr, 10);
    auto socket = runtime::listen_tcp("127.0.0.1", static_cast<std::uint16_t>(number));
    if (!socket) {
      std::fprintf(stderr, "%s\n", socket.error().message.c_str());
      std::exit(1);
    }
    auto tls = load_tls();
    auto greeter = [this](std::size_t shard) {
      return std::make_unique<http::HttpConnection>(*doors_[shard]);
    };
    gateway::Listener listener(shards_, edges_, seats_,
                               {std::move(*socket), tls.get(), std::move(greeter)});
    listener.open();
    std::printf("listening http%s://127.0.0.1:%d\n", tls ? "s" : "", listener.address().port);
    std::fflush(stdout);
    shards_.start();
    for (;;) ::pause();
  }

 private:
  void add_door(Service service) {
    services_.push_back(std::move(service));
    std::vector<http::UpgradeDoor*> upgrades;
    for (auto& upgrade : services_.back().upgrades) upgrades.push_back(upgrade.get());
    auto identify = [](http::Request& request, gateway::Connection const& connection) {
      request.peer = connection.peer();
    };
    auto refuse = [](Error const& error, http::Request const&) {
      http::Response response;
      response.status = http::status_of(error.code);
      response.body = error.message;
      return response;
    };
    doors_.push_back(std::make_unique<http::Door>(
        http::Door{*services_.back().handler, std::move(upgrades), {}, identify, refuse}));
  }

  static std::shared_ptr<gateway::TlsCredentials> load_tls() {
    auto const* certificate = std::getenv("SSL_CERT_PATH");
    auto const* key = std::getenv("SSL_KEY_PATH");
    auto const* wanted = std::getenv("ENABLE_HTTPS");
    if (wanted == nullptr || certificate == nullptr || key == nullptr) return nullptr;
    auto context = gateway::TlsCredentials::load(certificate, key);
    if (context) return *context;
    std::fprintf(stderr, "%s\n", context.error().message.c_str());
    std::exit(1);
  }

  SystemClock clock_;
  Log log_{clock_, {}};
  http::Metrics observer_{log_};
  runtime::Shards shards_;
  std::vector<std::unique_ptr<gateway::Edge>> edges_;
  gateway::Seats seats_{shards_[0], {.all_max = 100'000}};
  std::vector<Service> services_;
  std::vector<std::unique_ptr<http::Door>> doors_;
};

}  // namespace switchboard::harness

// The product's delivery without accounts, for load generators: `/room` subscribes to one room,
// what is said on `/pub` is published to it, `/echo` echoes, `GET /` answers 200 bytes; the same
// names are namespaces at /socket.io/. Options: --shards N, --no-io-uring.

#include <cstring>

#include "features/delivery/fan_out.hpp"
#include "support/harness_server.hpp"
#include "support/plain_session.hpp"
#include "support/socketio_fanout.hpp"

using namespace switchboard;

namespace {

ChannelName const room_channel{"room:bench"};

class RoomSession final : public harness::PlainSession {
 public:
  RoomSession(websocket::SessionOptions const& options, gateway::Edge& edge,
              std::optional<websocket::DeflateAgreement> deflate, delivery::FanOut& fan_out)
      : PlainSession(options, edge, deflate), fan_out_(fan_out) {}

  void on_start() override {
    PlainSession::on_start();
    auto& hub = fan_out_.hub(edge().loop.index());
    subscription_ = hub.subscribe(room_channel, codec(false), *this, fan_out_.next_session_id());
    [[maybe_unused]] auto live = subscription_->go_live(Seq{});
  }

 private:
  void on_text(std::string_view /*text*/) override {}
  void on_binary(std::string_view /*bytes*/) override {}

  delivery::FanOut& fan_out_;
};

class PublisherSession final : public harness::PlainSession {
 public:
  PublisherSession(websocket::SessionOptions const& options, gateway::Edge& edge,
                   std::optional<websocket::DeflateAgreement> deflate, delivery::FanOut& fan_out)
      : PlainSession(options, edge, deflate), fan_out_(fan_out) {}

 private:
  void on_text(std::string_view text) override {
    Publication publication{
        .channel = room_channel, .seq = {}, .data = std::string(text), .except = {}};
    fan_out_.publish(std::move(publication));
  }
  void on_binary(std::string_view bytes) override { on_text(bytes); }

  delivery::FanOut& fan_out_;
};

struct TwoHundredBytes final : http::RequestHandler {
  std::string body = R"({"text":")" + std::string(189, 'x') + "\"}";
  Task<http::Response> handle(http::Request& /*request*/) override {
    http::Response response;
    response.body = body;
    co_return response.with("Content-Type", "application/json");
  }
};

template <class Session, class... Rest>
std::unique_ptr<http::UpgradeDoor> door(std::string_view path,
                                        websocket::SessionOptions const& options,
                                        gateway::Edge& edge, Rest&... rest) {
  return std::make_unique<harness::SessionDoor>(
      [path](std::string_view asked) { return asked == path; },
      [&](http::Request const&, auto deflate) {
        return std::make_unique<Session>(options, edge, deflate, rest...);
      });
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t shards = 1;
  delivery::Hub::Options hub;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--no-io-uring") == 0) hub.allow_io_uring = false;
    if (std::strcmp(argv[i], "--shards") == 0 && i + 1 < argc)
      shards = std::strtoul(argv[++i], nullptr, 10);
  }
  websocket::SessionOptions const options;
  harness::HarnessServer server(shards);
  delivery::FanOut fan_out(server.shards(), hub, [](auto const&, auto const&) {});
  socketio::Options const socketio_options;
  engineio::Servers doors;
  std::vector<socketio::Server*> by_shard;
  std::vector<std::unique_ptr<socketio::Server>> socketio_servers;
  server.run([&](gateway::Edge& edge, std::size_t) {
    harness::HarnessServer::Service service{std::make_unique<TwoHundredBytes>(), {}};
    service.upgrades.push_back(door<RoomSession>("/room", options, edge, fan_out));
    service.upgrades.push_back(door<PublisherSession>("/pub", options, edge, fan_out));
    service.upgrades.push_back(door<harness::EchoSession>("/echo", options, edge));
    socketio_servers.push_back(
        harness::fanout_server({edge, socketio_options, fan_out, doors, by_shard, {}}));
    service.upgrades.push_back(
        std::make_unique<harness::PassingDoor>(socketio_servers.back()->door()));
    return service;
  });
}

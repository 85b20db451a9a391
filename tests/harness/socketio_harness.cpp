// Socket.IO at /socket.io/, namespaces / and /custom: says what it was told on connecting, echoes
// messages, and acknowledges with what it was asked.

#include "support/socketio_rig.hpp"

using namespace switchboard;
using namespace std::chrono_literals;

namespace {

class Echo final : public socketio::Listener {
 public:
  explicit Echo(std::string auth) : auth_(std::move(auth)) {}

  void on_connection(socketio::Socket& socket) override {
    socket_ = &socket;
    socket.emit(R"(["auth",)" + auth_ + "]");
  }

  void on_event(socketio::Event const& event) override {
    if (event.name == "message")
      socket_->emit(harness::array_of("message-back", event.arguments), event.attachments);
    else if (event.name == "message-with-ack" && event.ack)
      socket_->answer(*event.ack, harness::array_of({}, event.arguments), event.attachments);
  }

 private:
  std::string auth_;
  socketio::Socket* socket_ = nullptr;
};

struct EchoNamespace final : socketio::Namespace {
  Task<Result<std::unique_ptr<socketio::Listener>>> admit(socketio::Socket& /*socket*/,
                                                          std::string auth) override {
    co_return std::make_unique<Echo>(auth.empty() ? "{}" : std::move(auth));
  }
};

// For tests that are about something else, on machines that are busy.
Duration duration_of(char const* variable, Duration otherwise) {
  auto const* milliseconds = std::getenv(variable);
  return milliseconds == nullptr ? otherwise : std::chrono::milliseconds(std::atol(milliseconds));
}

}  // namespace

int main() {
  socketio::Options const options{
      .engine = {.ping_interval = 300ms, .ping_timeout = duration_of("PING_TIMEOUT_MS", 200ms)},
      .connect_timeout = duration_of("CONNECT_TIMEOUT_MS", 1s)};
  harness::run_socketio(options, {}, [](socketio::Server& server) {
    server.add("/", std::make_unique<EchoNamespace>());
    server.add("/custom", std::make_unique<EchoNamespace>());
  });
}

#pragma once
// The fan-out harness through the Socket.IO door: the namespaces /room, /pub and /echo.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/socketio_rig.hpp"

namespace switchboard::harness {

inline ChannelName socketio_channel() { return ChannelName("room:socketio"); }

class Hearer final : public socketio::Listener {
 public:
  void on_connection(socketio::Socket& socket) override { socket.join(socketio_channel()); }
  void on_event(socketio::Event const& /*event*/) override {}
};

class Teller final : public socketio::Listener {
 public:
  explicit Teller(delivery::FanOut& fan_out) : fan_out_(fan_out) {}
  void on_connection(socketio::Socket& /*socket*/) override {}
  void on_event(socketio::Event const& event) override {
    Publication publication{.channel = socketio_channel(),
                            .seq = {},
                            .data = array_of(event.name, event.arguments),
                            .except = {}};
    fan_out_.publish(std::move(publication));
  }

 private:
  delivery::FanOut& fan_out_;
};

class Parrot final : public socketio::Listener {
 public:
  void on_connection(socketio::Socket& socket) override { socket_ = &socket; }
  void on_event(socketio::Event const& event) override {
    socket_->emit(array_of(event.name, event.arguments), event.attachments);
  }

 private:
  socketio::Socket* socket_ = nullptr;
};

// Lets everybody in, with a listener that `make` makes.
template <class Make>
class OpenNamespace final : public socketio::Namespace {
 public:
  explicit OpenNamespace(Make make) : make_(std::move(make)) {}
  Task<Result<std::unique_ptr<socketio::Listener>>> admit(socketio::Socket& /*socket*/,
                                                          std::string /*auth*/) override {
    co_return make_();
  }

 private:
  Make make_;
};

template <class Make>
std::unique_ptr<socketio::Namespace> open_namespace(Make make) {
  return std::make_unique<OpenNamespace<Make>>(std::move(make));
}

// One shard's.
inline std::unique_ptr<socketio::Server> fanout_server(socketio::Server::Parts parts) {
  auto& fan_out = parts.fan_out;
  auto server = std::make_unique<socketio::Server>(std::move(parts));
  server->add("/room", open_namespace([] { return std::make_unique<Hearer>(); }));
  server->add("/pub", open_namespace([&] { return std::make_unique<Teller>(fan_out); }));
  server->add("/echo", open_namespace([] { return std::make_unique<Parrot>(); }));
  return server;
}

}  // namespace switchboard::harness

#pragma once
// A WebSocket that carries an Engine.IO session: from its start, or after it has taken over from
// polling.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/engineio/session.hpp"
#include "gateway/websocket/session.hpp"

namespace switchboard::engineio {

class WebSocketTransport final : public websocket::Session {
 public:
  // Opens a session when it starts. `server` must outlive it.
  WebSocketTransport(Server& server, std::shared_ptr<Application> application);
  // Wants to take over the session of that id, which lives on the server's shard.
  WebSocketTransport(Server& server, std::string sid);

  void on_start() override;

  void send_packet(PacketType type, std::string_view data);
  void send_message(std::string_view bytes);  // binary
  void end();                                 // a close frame without a code
  void detach() { session_ = nullptr; }       // the session has ended
  void break_off() { connection_->break_off(); }
  [[nodiscard]] delivery::Outlet& outlet() { return *this; }

 private:
  void on_text(std::string_view text) override;
  void on_binary(std::string_view bytes) override;
  void on_end() override;
  void each_subscription(void (*visit)(delivery::Subscription&)) override;
  [[nodiscard]] std::optional<Instant> deadline() const override;
  void on_deadline() override { end(); }

  void on_probe(std::string_view text);
  void check_bound();

  // What it wants until it carries a session: to open one, or to take one over.
  struct Wish {
    std::shared_ptr<Application> application;
    std::string sid;
    Instant until{};
    bool probed = false;
  };

  Server& server_;
  std::unique_ptr<Wish> wish_;
  engineio::Session* session_ = nullptr;
};

}  // namespace switchboard::engineio

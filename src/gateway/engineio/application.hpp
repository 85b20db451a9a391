#pragma once
// What speaks over an Engine.IO session, and who makes it.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/task.hpp"
#include "features/delivery/room_log.hpp"
#include "gateway/http/request.hpp"
#include "protocol/websocket/handshake.hpp"

namespace switchboard::engineio {

class Session;

// One session's. Called on the session's shard only; lives at least as long as the session.
class Application {
 public:
  virtual ~Application() = default;

  virtual void on_start(Session& session) = 0;  // the session is open
  virtual void on_text(std::string_view message) = 0;
  virtual void on_binary(std::string_view message) = 0;
  // The session went over from polling to a WebSocket: what was subscribed with its outlet must be
  // subscribed anew.
  virtual void on_upgraded() {}
  // The subscriptions that wait while the session is full.
  virtual void each_subscription(void (*visit)(delivery::Subscription&)) {
    static_cast<void>(visit);
  }
  virtual void on_end(std::string_view reason) = 0;  // once; nothing can be sent any more
};

class Host {
 public:
  virtual ~Host() = default;

  // Why this request may open no session: the refusal's message; nullopt: it may.
  virtual Task<std::optional<std::string>> refuse(http::Request const& request);
  // On the shard that the request came to; what it needs of the request it must copy.
  virtual std::shared_ptr<Application> make(http::Request const& request) = 0;
  // For the answer that opens a session.
  virtual websocket::ExtraHeaders opening_headers(http::Request const& request);
};

}  // namespace switchboard::engineio

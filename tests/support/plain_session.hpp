#pragma once
// A WebSocket session without accounts, for the harness programs.

#include <memory>
#include <optional>
#include <utility>

#include "features/delivery/hub.hpp"
#include "gateway/websocket/session.hpp"

namespace switchboard::harness {

class PlainSession : public websocket::Session {
 public:
  using Session::Session;

 protected:
  void on_end() override { drop_later(std::move(subscription_)); }
  void each_subscription(void (*visit)(delivery::Subscription&)) override {
    if (subscription_) visit(*subscription_);
  }

  std::unique_ptr<delivery::Subscription> subscription_;
};

// Says back what it hears: text as text, binary as binary.
class EchoSession final : public PlainSession {
 public:
  using PlainSession::PlainSession;

 private:
  void on_text(std::string_view text) override { send_text(text); }
  void on_binary(std::string_view bytes) override { send_binary(bytes); }
};

}  // namespace switchboard::harness

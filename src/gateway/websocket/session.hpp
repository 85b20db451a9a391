#pragma once
// A WebSocket conversation: messages in, messages and room frames out, pings, and an end that both
// sides know of.

#include <coroutine>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "features/delivery/outlet.hpp"
#include "features/delivery/room_log.hpp"
#include "gateway/edge/connection.hpp"
#include "gateway/edge/text_codec.hpp"
#include "protocol/websocket/handshake.hpp"
#include "protocol/websocket/message_reader.hpp"

namespace switchboard::websocket {

struct SessionOptions {
  ReaderLimits limits;
  Duration ping_interval = std::chrono::seconds(25);  // zero: no pings
  Duration pong_timeout = std::chrono::seconds(20);
  Duration close_timeout = std::chrono::seconds(5);
  std::size_t unread_bytes_max = 1 << 20;  // of what was said to this session alone
  bool gives_reasons = true;               // in close frames, behind the code
};

class Session : public gateway::Protocol, protected delivery::Outlet {
 public:
  // `options` and `edge` must outlive the session.
  Session(SessionOptions const& options, gateway::Edge& edge,
          std::optional<DeflateAgreement> deflate);

  void on_start() override;
  std::size_t on_bytes(std::span<char> bytes) override;
  void on_timer() override;
  void on_blocked() override;
  void on_drained() override;
  void on_peer_ended() override;
  void on_closed() override;
  void on_going_away(Duration retry_after) override;

 protected:
  virtual void on_text(std::string_view text) = 0;
  virtual void on_binary(std::string_view bytes) = 0;
  // Nothing more is received or sent. Subscriptions must be handed to drop_later().
  virtual void on_end() = 0;
  // The subscriptions that must wait while the socket is full.
  virtual void each_subscription(void (*visit)(delivery::Subscription&)) = 0;
  // A chance to close at a moment of one's own; nullopt: none.
  [[nodiscard]] virtual std::optional<Instant> deadline() const { return std::nullopt; }
  virtual void on_deadline() {}
  // What waited for the socket may go on.
  virtual void on_ready() {}

  // `co_await drained()`: until the socket has taken what was said so far, or the session ends. One
  // waits at a time.
  struct Drained {
    Session& session;
    [[nodiscard]] bool await_ready() const {
      return session.closing_ || session.connection_->queued_bytes() == 0 ||
             !session.connection_->open();
    }
    void await_suspend(std::coroutine_handle<> waiter) {
      session.drain_waiter_ = waiter;
      session.connection_->block();
    }
    void await_resume() const {}
  };
  [[nodiscard]] Drained drained() { return {*this}; }

  void send_text(std::string_view text);
  void send_binary(std::string_view bytes);
  void close(CloseCode code, std::string_view reason);
  void plan_timer();
  [[nodiscard]] bool closing() const { return closing_; }
  // What was said at the end, by whichever side; nullopt: nothing, the connection was lost.
  [[nodiscard]] std::optional<CloseCode> last_word() const {
    return last_word_ == CloseCode{} ? std::nullopt : std::optional(last_word_);
  }
  [[nodiscard]] SessionOptions const& options() const { return options_; }
  [[nodiscard]] TextCodec& codec(bool extended) { return edge_.codecs.get(window_bits_, extended); }
  [[nodiscard]] gateway::Edge& edge() const { return edge_; }
  // Destroys when the turn ends: the hub may be in the middle of its lists.
  template <class Owner>
  void drop_later(Owner owner) {
    edge_.loop.destroy_later(
        [owner = std::move(owner)]() mutable { [[maybe_unused]] auto gone = std::move(owner); });
  }

 private:
  void end();
  bool take(Event const& event);
  void fail(Event const& event);
  void on_close_frame(Event const& event);
  void send_frame(Opcode opcode, std::string_view payload);

  [[nodiscard]] int plain_fd() const override { return connection_->plain_fd(); }
  [[nodiscard]] bool blocked() const override { return connection_->blocked(); }
  std::ptrdiff_t write_some(std::string_view bytes) override {
    return connection_->write_some(bytes);
  }
  void hold(std::string_view rest_of_frame) override;
  void on_slow_consumer() override;
  void on_broken() override;

  SessionOptions const& options_;
  gateway::Edge& edge_;
  MessageReader reader_;
  Instant ping_at_;
  CloseCode last_word_{};
  std::coroutine_handle<> drain_waiter_;
  std::int8_t window_bits_;  // 0: no permessage-deflate
  bool pinged_ = false;
  bool heard_ = false;
  bool closing_ = false;
};

}  // namespace switchboard::websocket

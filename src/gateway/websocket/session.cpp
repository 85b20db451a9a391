#include "gateway/websocket/session.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::websocket {

Session::Session(SessionOptions const& options, gateway::Edge& edge,
                 std::optional<DeflateAgreement> deflate)
    : options_(options),
      edge_(edge),
      reader_(options.limits, deflate ? &edge.inflater : nullptr),
      window_bits_(static_cast<std::int8_t>(deflate ? deflate->server_window_bits : 0)) {}

void Session::on_start() {
  ping_at_ = edge_.loop.now() + options_.ping_interval;
  plan_timer();
}

void Session::plan_timer() {
  if (closing_) return;
  auto next = deadline();
  if (options_.ping_interval > Duration::zero()) next = std::min(next.value_or(ping_at_), ping_at_);
  if (next)
    connection_->arm(*next - edge_.loop.now());
  else
    connection_->disarm();
}

std::size_t Session::on_bytes(std::span<char> bytes) {
  heard_ = true;
  std::size_t done = 0;
  while (connection_->open() && !connection_->paused()) {
    std::size_t taken = 0;
    auto event = reader_.next(bytes.subspan(done), taken);
    done += taken;
    if (!take(event)) break;
  }
  return done;
}

// False: there is nothing more to take from these bytes.
bool Session::take(Event const& event) {
  switch (event.kind) {
    case Event::Kind::none: return false;
    case Event::Kind::failed: fail(event); return false;
    case Event::Kind::close: on_close_frame(event); return false;
    case Event::Kind::pong: return true;
    case Event::Kind::ping:
      if (!closing_) send_frame(Opcode::pong, event.payload);
      return true;
    case Event::Kind::text:
      if (!closing_) on_text(event.payload);
      return true;
    case Event::Kind::binary:
      if (!closing_) on_binary(event.payload);
      return true;
  }
  return false;
}

// RFC 6455 section 7.1.7: what comes behind a broken frame has no meaning and is not read.
void Session::fail(Event const& event) {
  close(event.code, event.reason);
  connection_->close_after_sending();
}

// RFC 6455 section 5.5.1: a close is answered with the same code, once.
void Session::on_close_frame(Event const& event) {
  constexpr auto no_code = static_cast<CloseCode>(1005);
  if (!closing_) {
    last_word_ = event.code;
    if (event.code == no_code)
      append_frame(connection_->out(), Opcode::close, {});
    else
      append_close(connection_->out(), event.code, {});
  }
  connection_->close_after_sending();
}

void Session::send_frame(Opcode opcode, std::string_view payload) {
  append_frame(connection_->out(), opcode, payload);
  if (connection_->queued_bytes() > options_.unread_bytes_max)
    close(CloseCode::slow_consumer, "slow consumer");
}

void Session::send_text(std::string_view text) {
  if (closing_ || !connection_->open()) return;
  append_text(connection_->out(), text, edge_.codecs.deflater(window_bits_));
}

void Session::send_binary(std::string_view bytes) {
  if (closing_ || !connection_->open()) return;
  auto* deflater = edge_.codecs.deflater(window_bits_);
  if (deflater == nullptr || bytes.size() < deflate_bytes_min)
    return append_frame(connection_->out(), Opcode::binary, bytes);
  std::string block;
  deflater->deflate(bytes, block);
  append_frame(connection_->out(), Opcode::binary, block, true);
}

// The peer answers with its own close frame; until then, and for a while at most, its messages are
// dropped.
void Session::close(CloseCode code, std::string_view reason) {
  if (closing_ || !connection_->open()) return;
  if (code == CloseCode::slow_consumer) edge_.observer.on_slow_consumer();
  append_close(connection_->out(), code, options_.gives_reasons ? reason : std::string_view());
  closing_ = true;
  last_word_ = code;
  end();
  connection_->resume_reading();
  connection_->arm(options_.close_timeout);
}

void Session::on_timer() {
  if (closing_) return connection_->abort();
  auto now = edge_.loop.now();
  auto own = deadline();
  if (own && *own <= now) on_deadline();
  if (closing_ || !connection_->open()) return;
  if (options_.ping_interval > Duration::zero() && ping_at_ <= now) {
    if (pinged_ && !heard_) return close(CloseCode::no_pong, "no answer to pings");
    pinged_ = !heard_;
    heard_ = false;
    if (pinged_) append_frame(connection_->out(), Opcode::ping, {});
    ping_at_ = now + (pinged_ ? options_.pong_timeout : options_.ping_interval);
  }
  plan_timer();
}

void Session::on_blocked() {
  each_subscription([](delivery::Subscription& subscription) { subscription.hold(); });
}

void Session::on_drained() {
  if (closing_) return;
  each_subscription([](delivery::Subscription& subscription) { subscription.resume(); });
  if (connection_->blocked()) return;
  if (drain_waiter_) std::exchange(drain_waiter_, {}).resume();
  on_ready();
}

void Session::on_peer_ended() { connection_->abort(); }

void Session::on_closed() {
  auto ended = std::exchange(closing_, true);
  if (!ended) end();
}

// Whoever waits for the socket goes on in a turn of its own: the hub may be in the middle of its
// lists.
void Session::end() {
  on_end();
  if (drain_waiter_)
    edge_.loop.post([waiter = std::exchange(drain_waiter_, {})] { waiter.resume(); });
}

// Every client gets another delay, so that they do not all come back at once.
void Session::on_going_away(Duration retry_after) {
  auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(retry_after).count();
  close(CloseCode::going_away, "retry_after_ms=" + std::to_string(milliseconds));
}

void Session::hold(std::string_view rest_of_frame) {
  if (!rest_of_frame.empty()) connection_->send(rest_of_frame);
  connection_->block();
}

void Session::on_slow_consumer() { close(CloseCode::slow_consumer, "slow consumer"); }

void Session::on_broken() { connection_->break_off(); }

}  // namespace switchboard::websocket

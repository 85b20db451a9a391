#include "gateway/engineio/session.hpp"

#include <utility>

#include "gateway/engineio/errors.hpp"
#include "gateway/engineio/server.hpp"
#include "gateway/engineio/web_socket_transport.hpp"
#include "protocol/engineio/payload.hpp"

namespace switchboard::engineio {
namespace {

// In the answer to one poll. Python's client (max_decode_packets) reads no more, and gives up.
constexpr std::size_t poll_packets_max = 16;

// The front of `queue`, without the separator behind it.
std::string take_payload(std::string& queue) {
  std::size_t end = 0;
  for (std::size_t count = 0; count < poll_packets_max && end < queue.size(); ++count)
    end = queue.find(separator, end) + 1;
  auto rest = queue.substr(end);
  queue.resize(end - 1);
  return std::exchange(queue, std::move(rest));
}

}  // namespace

Session::Session(Server& server, std::string sid, std::shared_ptr<Application> application)
    : TurnEnd(Phase::replies),
      server_(server),
      sid_(std::move(sid)),
      application_(std::move(application)),
      timer_(
          server.loop().timers(), [](void* self) { static_cast<Session*>(self)->on_timer(); },
          this) {}

void Session::start(WebSocketTransport* socket) {
  socket_ = socket;
  timer_.arm(server_.loop().now() + server_.options().ping_interval);
  if (socket_ != nullptr) socket_->send_packet(PacketType::open, server_.opening(sid_, false));
  application_->on_start(*this);
}

void Session::count_for(std::string address) {
  address_ = std::make_unique<std::string>(std::move(address));
}

void Session::send_text(std::string_view message) { send_packet(PacketType::message, message); }

void Session::send_binary(std::string_view message) {
  if (!open()) return;
  if (socket_ != nullptr) return socket_->send_message(message);
  if (blocked()) return on_slow_consumer();
  append_base64_packet(queue_, message);
  queue_ += separator;
  server_.loop().ask_turn_end(*this);
}

void Session::send_packet(PacketType type, std::string_view data) {
  if (!open()) return;
  if (socket_ != nullptr) return socket_->send_packet(type, data);
  if (blocked()) return on_slow_consumer();
  queue(type, data);
}

void Session::queue(PacketType type, std::string_view data) {
  append_packet(queue_, type, data);
  queue_ += separator;
  server_.loop().ask_turn_end(*this);
}

delivery::Outlet& Session::outlet() {
  return socket_ != nullptr ? socket_->outlet() : static_cast<delivery::Outlet&>(*this);
}

// Heartbeats go from the server to the client, and only a pong answers them.
void Session::on_timer() {
  if (!open()) return server_.forget(*this);
  if (pinged_) {
    auto* socket = socket_;
    end("ping timeout");
    if (socket != nullptr) socket->break_off();
    return;
  }
  pinged_ = true;
  send_packet(PacketType::ping, {});
  timer_.arm(server_.loop().now() + server_.options().ping_timeout);
}

void Session::take(Packet const& packet) {
  switch (packet.type) {
    case PacketType::pong:
      pinged_ = false;
      return timer_.arm(server_.loop().now() + server_.options().ping_interval);
    case PacketType::message:
      return packet.binary ? application_->on_binary(packet.data)
                           : application_->on_text(packet.data);
    case PacketType::close: return leave("transport close");
    case PacketType::ping: return close();  // clients of older protocols do that
    case PacketType::open:
    case PacketType::upgrade:
    case PacketType::noop: return;
  }
}

void Session::poll(std::shared_ptr<PollReply> reply) {
  if (state_ == State::ended || framed()) return refuse(std::move(reply), bad_request);
  if (waiting_poll_) {
    refuse(std::move(reply), bad_request);
    return close();  // two at once: nobody could say which order is meant
  }
  waiting_poll_ = std::move(reply);
  if (upgrading_ && queue_.empty()) queue(PacketType::noop, {});
  if (!queue_.empty()) server_.loop().ask_turn_end(*this);
}

void Session::receive(std::string_view body, std::shared_ptr<PollReply> reply) {
  if (!open() || framed()) return refuse(std::move(reply), bad_request);
  PayloadReader reader(body, server_.options().packets_max);
  Packet packet{};
  auto step = reader.next(packet);
  for (; step == PayloadReader::Step::packet && open(); step = reader.next(packet)) take(packet);
  if (step == PayloadReader::Step::broken) {
    refuse(std::move(reply), bad_request);
    return end("parse error");
  }
  PollReply::give(std::move(reply), {.status = 200, .body = "ok"});
}

// The client gave up a poll: what would have been its answer has nowhere to go.
void Session::on_peer_gone(PollReply const& reply) {
  if (waiting_poll_.get() == &reply) end("transport close");
}

void Session::begin_upgrade() {
  upgrading_ = true;
  // The client waits for its poll to return before it goes over.
  if (waiting_poll_ && queue_.empty()) queue(PacketType::noop, {});
}

// What was queued for polls goes over, in order.
void Session::complete_upgrade(WebSocketTransport& socket) {
  upgrading_ = false;
  server_.stop_counting(*this);
  address_.reset();
  auto queued = std::exchange(queue_, {});
  answer_poll();
  socket_ = &socket;
  if (!queued.empty()) queued.pop_back();
  PayloadReader reader(queued, queued.size());
  Packet packet{};
  while (reader.next(packet) == PayloadReader::Step::packet) {
    if (packet.type == PacketType::noop) continue;
    if (packet.binary)
      socket.send_message(packet.data);
    else
      socket.send_packet(packet.type, packet.data);
  }
  application_->on_upgraded();
}

void Session::on_turn_end() {
  if (state_ != State::ended && waiting_poll_ && !queue_.empty()) answer_poll();
}

void Session::answer_poll() {
  if (!waiting_poll_) return;
  auto was_blocked = blocked();
  if (queue_.empty()) queue(PacketType::noop, {});
  PollReply::give(std::exchange(waiting_poll_, {}), {200, take_payload(queue_)});
  if (state_ == State::closing && queue_.empty()) return server_.forget(*this);
  if (was_blocked && !blocked())
    application_->each_subscription([](delivery::Subscription& each) { each.resume(); });
}

void Session::refuse(std::shared_ptr<PollReply> reply, std::string_view why) {
  PollReply::give(std::move(reply), {.status = 400, .body = std::string(why)});
}

void Session::close() {
  if (!open()) return;
  auto* socket = std::exchange(socket_, nullptr);
  if (socket == nullptr) queue(PacketType::close, {});
  state_ = State::closing;
  application_->on_end("forced close");
  if (socket != nullptr) {
    socket->end();
    return server_.forget(*this);
  }
  timer_.arm(server_.loop().now() + server_.options().close_timeout);
}

// The other side has ended it, or is not there: nothing more is said, except to a poll that waits.
void Session::end(std::string_view reason) {
  if (state_ == State::ended) return;
  auto first = std::exchange(state_, State::ended) == State::open;
  if (socket_ != nullptr) std::exchange(socket_, nullptr)->detach();
  if (waiting_poll_) PollReply::give(std::exchange(waiting_poll_, {}), {200, "6"});
  if (first) application_->on_end(reason);
  server_.forget(*this);
}

// The same, where a WebSocket may still be open that nobody else would close.
void Session::leave(std::string_view reason) {
  auto* socket = socket_;
  end(reason);
  if (socket != nullptr) socket->end();
}

bool Session::blocked() const { return queue_.size() > server_.options().unread_bytes_max; }

std::ptrdiff_t Session::write_some(std::string_view packets) {
  if (!open()) return -1;
  if (blocked()) return 0;
  queue_ += packets;
  server_.loop().ask_turn_end(*this);
  return static_cast<std::ptrdiff_t>(packets.size());
}

void Session::hold(std::string_view rest_of_frame) { queue_ += rest_of_frame; }

// Whoever speaks to it just now must find it as it was: it ends a little later.
void Session::on_slow_consumer() {
  if (std::exchange(slow_, true)) return;
  server_.edge().observer.on_slow_consumer();
  server_.loop().post([&server = server_, sid = sid_] {
    if (auto* session = server.find(sid)) session->leave("transport error");
  });
}

}  // namespace switchboard::engineio

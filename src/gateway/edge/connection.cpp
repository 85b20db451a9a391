#include "gateway/edge/connection.hpp"

#include <sys/epoll.h>

#include <cstring>
#include <exception>
#include <utility>

namespace switchboard::gateway {
namespace {

constexpr Duration linger = std::chrono::seconds(2);
constexpr Duration last_send = std::chrono::seconds(5);
constexpr int reads_each_turn = 16;  // so that who sends without a pause does not starve the others

}  // namespace

void Protocol::on_peer_ended() { connection_->close_after_sending(); }

Connection& Connection::open(Edge& edge, Options options, std::unique_ptr<Protocol> protocol) {
  auto& connection = *new Connection(edge, std::move(options), std::move(protocol));
  connection.protocol_->on_start();
  return connection;
}

Connection::Connection(Edge& edge, Options options, std::unique_ptr<Protocol> protocol)
    : TurnEnd(Phase::replies),
      edge_(edge),
      options_(std::move(options)),
      protocol_(std::move(protocol)),
      timer_(
          edge.loop.timers(), [](void* self) { static_cast<Connection*>(self)->on_timer(); }, this),
      interest_(EPOLLIN),
      index_(static_cast<std::uint32_t>(edge.connections.size())) {
  edge_.connections.push_back(this);
  edge_.loop.watch(options_.fd.get(), interest_, *this);
  protocol_->connection_ = this;
}

void Connection::become(std::unique_ptr<Protocol> next) {
  next->connection_ = this;
  next_ = std::move(next);
  if (!offering_) swap_protocol();
}

void Connection::swap_protocol() {
  if (!next_ || next_home_ != nullptr) return;
  edge_.loop.destroy_later([old = std::move(protocol_)]() mutable { old.reset(); });
  protocol_ = std::move(next_);
  if (state_ == State::open)
    protocol_->on_start();
  else
    protocol_->on_closed();
}

std::string& Connection::out() {
  if (!out_) out_ = edge_.take_buffer();
  edge_.loop.ask_turn_end(*this);
  return *out_;
}

std::ptrdiff_t Connection::write_some(std::string_view bytes) {
  if (state_ != State::open) return -1;
  if (blocked_ || !flush()) return broken_ ? -1 : 0;
  if (!options_.tls) return runtime::send_some(options_.fd.get(), bytes);
  auto taken = options_.tls->send(bytes);
  if (taken < 0 || taken == static_cast<std::ptrdiff_t>(bytes.size())) return taken;
  // OpenSSL may hold a record of what comes next and wants to be called with the same bytes again,
  // so these are ours from now on. The last byte stays the caller's: that is how it learns that the
  // socket is full.
  auto held = bytes.substr(static_cast<std::size_t>(taken), TlsStream::record_bytes_max);
  if (static_cast<std::size_t>(taken) + held.size() == bytes.size()) held.remove_suffix(1);
  out().append(held);
  return taken + static_cast<std::ptrdiff_t>(held.size());
}

// Sends what is queued. False: some of it had to stay, or the connection broke (which ends it when
// the turn ends: the hub may be in the middle of its lists).
bool Connection::flush() {
  if (broken_) return false;
  if (!out_ || out_->empty()) {
    set_blocked(false);
    return true;
  }
  auto taken =
      options_.tls ? options_.tls->send(*out_) : runtime::send_some(options_.fd.get(), *out_);
  if (taken < 0) {
    break_off();
    return false;
  }
  if (static_cast<std::size_t>(taken) < out_->size()) {
    out_->erase(0, static_cast<std::size_t>(taken));
    set_blocked(true);
    return false;
  }
  out_->clear();
  edge_.give_back(std::move(out_));
  set_blocked(false);
  return true;
}

void Connection::set_blocked(bool blocked) {
  if (std::exchange(blocked_, blocked) == blocked) return;
  update_interest();
  if (blocked)
    protocol_->on_blocked();
  else
    protocol_->on_drained();
}

void Connection::update_interest() {
  std::uint32_t wanted = (paused_ ? 0U : EPOLLIN) | (blocked_ ? EPOLLOUT : 0U);
  if (state_ == State::gone || wanted == interest_) return;
  interest_ = wanted;
  edge_.loop.rewatch(options_.fd.get(), wanted, *this);
}

void Connection::block() {
  edge_.loop.ask_turn_end(*this);
  set_blocked(true);
}

void Connection::on_turn_end() {
  if (state_ == State::gone) return;
  if (!blocked_ && flush() && state_ == State::sending_last) say_goodbye();
  if (broken_) return abort();
  if (next_home_ != nullptr && state_ == State::open) leave_for(*next_home_);
}

void Connection::on_events(std::uint32_t epoll_events) {
  if ((epoll_events & EPOLLOUT) != 0 && flush() && state_ == State::sending_last) say_goodbye();
  if (broken_) return abort();
  if (state_ == State::gone) return;
  if ((epoll_events & EPOLLIN) != 0) return read();
  if ((epoll_events & (EPOLLHUP | EPOLLERR)) != 0) abort();
}

runtime::Received Connection::receive(char* out, std::size_t size) {
  return options_.tls ? options_.tls->receive(out, size)
                      : runtime::receive_some(options_.fd.get(), out, size);
}

void Connection::read() {
  // Whoever has more to say is reported again, also over TLS, since a whole record has room here.
  for (int reads = 0; reads < reads_each_turn && state_ != State::gone && !paused_; ++reads) {
    auto kept = rest_ ? rest_->size() : 0;
    auto received = receive(edge_.received.data() + kept, Edge::receive_bytes);
    if (received.would_block) return;
    if (received.broken) return abort();
    if (state_ != State::open) {
      if (received.ended) return on_last_words();
      continue;  // after goodbye whatever still comes is dropped
    }
    if (received.ended) {
      peer_ended_ = true;
      return protocol_->on_peer_ended();
    }
    if (kept > 0) {
      std::memcpy(edge_.received.data(), rest_->data(), kept);
      rest_->clear();
    }
    offer({edge_.received.data(), kept + received.bytes});
    // A socket with less than a buffer full is empty now; epoll tells when there is more.
    if (!options_.tls && received.bytes < Edge::receive_bytes) return;
  }
}

void Connection::offer(std::span<char> bytes) {
  offering_ = true;
  while (!bytes.empty() && !paused_ && state_ == State::open) {
    std::size_t taken = 0;
    try {
      taken = protocol_->on_bytes(bytes);
    } catch (std::exception const& bug) {
      edge_.log.error("gateway", "a session broke", {{"reason", bug.what()}});
      abort();
      break;
    }
    bytes = bytes.subspan(taken);
    auto replaced = next_ != nullptr;
    swap_protocol();
    if (taken == 0 && !replaced) break;
  }
  offering_ = false;
  if (state_ == State::open) keep_rest(bytes);
}

// The peer has nothing more to say, but may still read what is on its way.
void Connection::on_last_words() {
  peer_ended_ = true;
  if (state_ == State::lingering) return abort();
  pause_reading();
}

void Connection::keep_rest(std::span<char> rest) {
  if (rest.empty()) {
    if (rest_) edge_.give_back(std::move(rest_));
    return;
  }
  // A protocol that neither takes bytes nor pauses has bounds below this one.
  if (rest.size() > Edge::receive_bytes) return abort();
  if (!rest_) rest_ = edge_.take_buffer();
  rest_->assign(rest.data(), rest.size());
}

void Connection::pause_reading() {
  paused_ = true;
  update_interest();
}

void Connection::resume_reading() {
  if (!std::exchange(paused_, false)) return;
  update_interest();
  if (offering_ || !rest_ || rest_->empty() || state_ != State::open) return;
  auto kept = rest_->size();
  std::memcpy(edge_.received.data(), rest_->data(), kept);
  rest_->clear();
  offer({edge_.received.data(), kept});
}

void Connection::on_timer() {
  if (state_ == State::open) return protocol_->on_timer();
  abort();
}

void Connection::close_after_sending() {
  if (state_ != State::open) return;
  state_ = State::sending_last;
  protocol_->on_closed();
  arm(last_send);
  paused_ = peer_ended_;
  update_interest();
  edge_.loop.ask_turn_end(*this);
}

// Half-closed: the peer gets what is on its way, and an answer to its own last words is not a
// reset.
void Connection::say_goodbye() {
  if (peer_ended_) return abort();
  state_ = State::lingering;
  if (options_.tls) options_.tls->shut_down();
  runtime::shut_down_writing(options_.fd.get());
  arm(linger);
}

void Connection::abort() {
  if (state_ == State::gone) return;
  auto was_open = state_ == State::open;
  state_ = State::gone;
  if (was_open) protocol_->on_closed();
  gone();
}

void Connection::break_off() {
  broken_ = true;
  edge_.loop.ask_turn_end(*this);
}

void Connection::going_away(Duration retry_after) {
  if (state_ == State::open) protocol_->on_going_away(retry_after);
}

void Connection::gone() {
  state_ = State::gone;
  edge_.loop.unwatch(options_.fd.get(), *this);
  forget();
}

// Nothing of this shard refers to it any more.
void Connection::forget() {
  timer_.cancel();
  edge_.connections[index_] = edge_.connections.back();
  edge_.connections[index_]->index_ = index_;
  edge_.connections.pop_back();
  bury();
}

void Connection::bury() {
  if (state_ != State::gone || holds_ > 0) return;
  edge_.loop.destroy_later([self = std::unique_ptr<Connection>(this)]() mutable { self.reset(); });
}

}  // namespace switchboard::gateway

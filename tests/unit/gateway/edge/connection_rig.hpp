#pragma once
// One shard's edge, pumped by hand, and connections over socket pairs whose other end is the
// test's.

#include <fcntl.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/edge/connection.hpp"
#include "support/manual_clock.hpp"

namespace switchboard::tests {

struct CountedSessions final : gateway::SessionObserver {
  void on_session_opened(gateway::Entrance /*entrance*/) override {}
  void on_session_closed(gateway::Entrance /*entrance*/) override {}
  void on_recovery(bool /*recovered*/) override {}
  void on_slow_consumer() override { ++slow_consumers; }
  int slow_consumers = 0;
};

// The test's end of a connection.
class Peer {
 public:
  explicit Peer(runtime::Fd fd) : fd_(std::move(fd)) {}

  // Only for what fits into the socket.
  [[nodiscard]] bool send(std::string_view bytes) {
    return runtime::send_some(fd_.get(), bytes) == static_cast<std::ptrdiff_t>(bytes.size());
  }
  // What is there now.
  std::string receive() {
    std::string all;
    std::string part(1 << 16, '\0');
    while (!over()) {
      auto received = runtime::receive_some(fd_.get(), part.data(), part.size());
      ended_ = ended_ || received.ended;
      broken_ = broken_ || received.broken;
      if (received.would_block || received.bytes == 0) break;
      all.append(part, 0, received.bytes);
    }
    return all;
  }
  // Nothing more will come, as far as receive() has seen.
  [[nodiscard]] bool over() const { return ended_ || broken_; }
  void end() { runtime::shut_down_writing(fd_.get()); }

 private:
  runtime::Fd fd_;
  bool ended_ = false;
  bool broken_ = false;
};

class EdgeRig {
 public:
  EdgeRig() { loop.adopt_thread(); }
  ~EdgeRig() {
    while (!edge.connections.empty()) edge.connections.back()->abort();
    settle();
    loop.release_thread();
  }
  EdgeRig(EdgeRig const&) = delete;

  bool turn() { return loop.turn(Duration::zero()); }
  void settle() {
    while (turn()) {
    }
  }
  void advance(Duration duration) {
    clock.advance(duration);
    settle();
  }

  // Everything that can happen happens, then what the peer has been sent.
  [[nodiscard]] std::string hear() {
    settle();
    return peer->receive();
  }
  // Reads until nothing more comes, so that a blocked connection goes on.
  [[nodiscard]] std::string hear_all() {
    std::string all;
    for (auto part = hear(); !part.empty(); part = hear()) all += part;
    return all;
  }

  gateway::Connection& open(std::unique_ptr<gateway::Protocol> protocol) {
    auto pair = runtime::stream_pair();
    peer = std::make_unique<Peer>(std::move(pair.theirs));
    gateway::Connection::Options options{
        .fd = std::move(pair.ours), .seat = seats.take("peer").value(), .tls = {}};
    return gateway::Connection::open(edge, std::move(options), std::move(protocol));
  }

  std::vector<std::string> story;  // for whoever tells one; outlives the connections
  ManualClock clock;
  runtime::Loop loop{clock};
  runtime::Fd nowhere{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  Log log{clock, {.level = Level::error, .areas = {}, .fd = nowhere.get()}};
  CountedSessions sessions;
  gateway::Edge edge{loop, log, sessions};
  gateway::Seats seats{loop, {.all_max = 100}};
  std::unique_ptr<Peer> peer;  // of the connection that was opened last
};

}  // namespace switchboard::tests

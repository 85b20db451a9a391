#pragma once
// One accepted transport on one shard, and what speaks over it: HTTP first, then perhaps something
// it is upgraded to.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/edge/edge.hpp"
#include "gateway/edge/seats.hpp"
#include "gateway/edge/tls_stream.hpp"
#include "runtime/loop.hpp"
#include "runtime/socket.hpp"

namespace switchboard::gateway {

// Called by its connection only, and destroyed by it at the end of a turn, when nobody holds the
// connection any more.
class Protocol {
 public:
  virtual ~Protocol() = default;

  virtual void on_start() {}  // the connection is there

  // Takes from the front of `bytes` (and may change them); what it does not take is offered again,
  // with more behind it.
  virtual std::size_t on_bytes(std::span<char> bytes) = 0;
  virtual void on_blocked() {}   // the socket took only a part of what was sent
  virtual void on_drained() {}   // all of it has left, after on_blocked
  virtual void on_timer() {}     // see Connection::arm
  virtual void on_peer_ended();  // nothing more will come; by default the connection closes
  virtual void on_closed() {}    // once; the connection sends and receives no more
  virtual void on_going_away(Duration retry_after) = 0;  // the server stops: say so and close

 protected:
  friend class Connection;
  Connection* connection_ = nullptr;  // set before the first call
};

class Connection final : runtime::Watcher, runtime::TurnEnd {
 public:
  struct Options {
    runtime::Fd fd;
    Seat seat;                       // for as long as the descriptor is open
    std::unique_ptr<TlsStream> tls;  // null: plain
  };

  // Keeps a connection and its protocol in memory, also when it is closed, for a coroutine that
  // waits.
  class Hold {
   public:
    explicit Hold(Connection& connection) : connection_(&connection) { ++connection.holds_; }
    Hold(Hold&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold() {
      if (connection_ != nullptr && --connection_->holds_ == 0) connection_->bury();
    }

   private:
    Connection* connection_;
  };

  // Lives until it is closed and nobody holds it; `edge` must outlive it.
  static Connection& open(Edge& edge, Options options, std::unique_ptr<Protocol> protocol);

  // Replaces what speaks, once the call that is under way has returned.
  void become(std::unique_ptr<Protocol> next);

  // Queued until the turn ends, then sent as one.
  void send(std::string_view bytes) { out().append(bytes); }
  // The queue itself, for encoders that append.
  [[nodiscard]] std::string& out();
  // For the hub: at once, behind whatever is queued. Bytes taken; 0 full, -1 broken.
  std::ptrdiff_t write_some(std::string_view bytes);
  // Counts as blocked until the socket takes bytes again, and on_drained follows.
  void block();

  // Goes on at another shard with what was received and queued, and there as `next`. Nothing more
  // happens here.
  void move_to(Edge& home, std::unique_ptr<Protocol> next);

  void pause_reading();
  void resume_reading();  // what was left over is offered again, from the loop
  void arm(Duration after) { timer_.arm(edge_.loop.now() + after); }
  void disarm() { timer_.cancel(); }

  void close_after_sending();  // sends what is queued, then says goodbye and waits a little
  void abort();                // at once
  void break_off();            // at the end of the turn
  void going_away(Duration retry_after);

  [[nodiscard]] bool open() const { return state_ == State::open; }
  [[nodiscard]] bool paused() const { return paused_; }
  [[nodiscard]] bool blocked() const { return blocked_; }
  [[nodiscard]] std::size_t queued_bytes() const { return out_ ? out_->size() : 0; }
  [[nodiscard]] int plain_fd() const { return options_.tls ? -1 : options_.fd.get(); }
  [[nodiscard]] bool secure() const { return options_.tls != nullptr; }
  [[nodiscard]] std::string const& peer() const { return options_.seat.address(); }
  [[nodiscard]] Edge& edge() { return edge_; }

 private:
  enum class State : std::uint8_t { open, sending_last, lingering, gone };

  Connection(Edge& edge, Options options, std::unique_ptr<Protocol> protocol);
  void leave_for(Edge& home);
  void forget();
  void on_events(std::uint32_t epoll_events) override;
  void on_turn_end() override;
  void on_timer();
  [[nodiscard]] runtime::Received receive(char* out, std::size_t size);
  void read();
  void offer(std::span<char> bytes);
  void swap_protocol();
  void keep_rest(std::span<char> rest);
  bool flush();
  void set_blocked(bool blocked);
  void update_interest();
  void on_last_words();
  void say_goodbye();
  void gone();
  void bury();

  Edge& edge_;
  Options options_;
  std::unique_ptr<Protocol> protocol_;
  std::unique_ptr<Protocol> next_;
  Edge* next_home_ = nullptr;
  std::unique_ptr<std::string> rest_;  // received, not yet taken
  std::unique_ptr<std::string> out_;
  runtime::Timer timer_;
  std::uint32_t interest_ = 0;
  std::uint32_t index_ = 0;  // in edge_.connections
  std::uint32_t holds_ = 0;
  State state_ = State::open;
  bool paused_ = false;
  bool blocked_ = false;
  bool offering_ = false;
  bool broken_ = false;
  bool peer_ended_ = false;
};

}  // namespace switchboard::gateway

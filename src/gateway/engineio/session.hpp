#pragma once
// One Engine.IO session: it begins over polling or a WebSocket, may go over from the one to the
// other, and ends once. It belongs to one shard, wherever its requests come in.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "features/delivery/outlet.hpp"
#include "gateway/engineio/application.hpp"
#include "gateway/engineio/options.hpp"
#include "protocol/engineio/packet.hpp"
#include "runtime/loop.hpp"
#include "runtime/reply.hpp"

namespace switchboard::engineio {

class Server;
class WebSocketTransport;

// What a polling request is answered with.
struct PollAnswer {
  int status = 200;
  std::string body;
};
using PollReply = runtime::Reply<PollAnswer>;

class Session final : delivery::Outlet, runtime::TurnEnd {
 public:
  // `server` must outlive it.
  Session(Server& server, std::string sid, std::shared_ptr<Application> application);
  Session(Session const&) = delete;

  // For the application.
  void send_text(std::string_view message);
  void send_binary(std::string_view message);
  void close();  // what was sent before still arrives
  [[nodiscard]] std::string const& sid() const { return sid_; }
  [[nodiscard]] bool open() const { return state_ == State::open; }
  // Which of the two encodings a subscription needs, and where its frames go.
  [[nodiscard]] bool framed() const { return socket_ != nullptr; }
  [[nodiscard]] delivery::Outlet& outlet();

  // For the server and its transports.
  void start(WebSocketTransport* socket);  // null: over polling
  void poll(std::shared_ptr<PollReply> reply);
  void receive(std::string_view body, std::shared_ptr<PollReply> reply);
  void on_peer_gone(PollReply const& reply);
  [[nodiscard]] bool may_upgrade() const { return open() && !framed() && !upgrading_; }
  void begin_upgrade();
  void abandon_upgrade() { upgrading_ = false; }
  void complete_upgrade(WebSocketTransport& socket);
  void take(Packet const& packet);
  void end(std::string_view reason);
  void leave(std::string_view reason);
  [[nodiscard]] Application& application() { return *application_; }
  // The address that it counts for while it polls; empty: none.
  void count_for(std::string address);
  [[nodiscard]] std::string counted_for() const { return address_ ? *address_ : std::string(); }

 private:
  enum class State : std::uint8_t { open, closing, ended };

  void send_packet(PacketType type, std::string_view data);
  void queue(PacketType type, std::string_view data);
  void on_timer();
  void on_turn_end() override;
  void answer_poll();
  void refuse(std::shared_ptr<PollReply> reply, std::string_view why);

  [[nodiscard]] int plain_fd() const override { return -1; }
  [[nodiscard]] bool blocked() const override;
  std::ptrdiff_t write_some(std::string_view packets) override;
  void hold(std::string_view rest_of_frame) override;
  void on_slow_consumer() override;
  void on_broken() override {}

  Server& server_;
  std::string sid_;
  std::shared_ptr<Application> application_;
  WebSocketTransport* socket_ = nullptr;
  std::shared_ptr<PollReply> waiting_poll_;
  std::unique_ptr<std::string> address_;
  std::string queue_;  // over polling: packets, each with a separator behind it
  runtime::Timer timer_;
  State state_ = State::open;
  bool pinged_ = false;
  bool upgrading_ = false;
  bool slow_ = false;  // a slow consumer, which is about to end
};

}  // namespace switchboard::engineio

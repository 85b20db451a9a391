#pragma once
// One Engine.IO session's Socket.IO conversation: packets in, sockets by namespace.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "gateway/engineio/application.hpp"
#include "gateway/engineio/session.hpp"
#include "gateway/http/request.hpp"
#include "gateway/socketio/socket.hpp"
#include "protocol/socketio/assembler.hpp"

namespace switchboard::socketio {

class Server;

// What the request that opened the session said. Kept as long as the session, and so in one piece.
class Handshake {
 public:
  Handshake(http::Request const& request, Timestamp issued);

  [[nodiscard]] std::string_view path() const;
  [[nodiscard]] std::string_view query() const;
  [[nodiscard]] std::string_view header(std::string_view name) const;  // empty: absent
  [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> headers() const;
  [[nodiscard]] std::string const& peer() const { return peer_; }
  [[nodiscard]] bool secure() const { return secure_; }
  [[nodiscard]] Timestamp issued() const { return issued_; }

 private:
  std::string lines_;  // path, query, then name and value of each header
  std::string peer_;
  Timestamp issued_;
  bool secure_;
};

class Client final : public engineio::Application, public std::enable_shared_from_this<Client> {
 public:
  static constexpr std::uint8_t refusals_max = 20;  // one more ends the session

  // `server` must outlive it.
  Client(Server& server, Handshake handshake);

  void on_start(engineio::Session& session) override;
  void on_text(std::string_view message) override;
  void on_binary(std::string_view message) override;
  void on_upgraded() override;
  void each_subscription(void (*visit)(delivery::Subscription&)) override;
  void on_end(std::string_view reason) override;

  // For its sockets.
  void send(std::string_view packet, std::span<std::string const> attachments);
  void forget(Socket& socket, std::string_view reason);
  void close();
  [[nodiscard]] Server& server() { return server_; }
  [[nodiscard]] std::shared_ptr<Handshake const> const& shared_handshake() const {
    return handshake_;
  }
  [[nodiscard]] bool framed() const { return session_->framed(); }
  [[nodiscard]] delivery::Outlet& outlet() { return session_->outlet(); }
  [[nodiscard]] bool congested() { return session_ == nullptr || session_->outlet().blocked(); }

 private:
  // A recovered socket lives where it was; its packets are passed on.
  struct Elsewhere {
    std::string const* name_space;
    Server* home;
    std::string pid;
    std::uint64_t attached;
  };

  [[nodiscard]] std::shared_ptr<Socket> socket_in(std::string_view name_space) const;
  [[nodiscard]] Elsewhere const* elsewhere_in(std::string_view name_space) const;
  void drop(Socket const& socket);
  Task<bool> take_up(Socket& socket, std::string auth, Return back);
  void pass_on(Elsewhere const& place, Message message);
  void take(Assembler::Outcome outcome);
  void take(Message message);
  void begin_connect(Packet const& packet);
  Task<void> connect(std::shared_ptr<Socket> socket, std::string auth);
  void bury(std::shared_ptr<Socket> socket, std::string_view reason);
  void refuse(std::string_view name_space, std::string_view why);
  void on_entered();
  void watch_attachments();

  Server& server_;
  engineio::Session* session_ = nullptr;  // null: not begun, or ended
  std::shared_ptr<Handshake const> handshake_;
  Assembler assembler_;
  std::vector<std::shared_ptr<Socket>> sockets_;  // one a namespace
  std::vector<Elsewhere> elsewhere_;              // sockets that came back
  std::uint8_t refusals_ = 0;
  bool entered_ = false;  // some namespace, once
  // Until then it bounds the wait for that; afterwards the wait for attachments.
  runtime::Timer patience_;
};

}  // namespace switchboard::socketio

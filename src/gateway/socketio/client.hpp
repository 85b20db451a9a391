#pragma once
// One Engine.IO session's Socket.IO conversation: packets in, sockets by namespace.

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "gateway/engineio/application.hpp"
#include "gateway/engineio/session.hpp"
#include "gateway/socketio/socket.hpp"
#include "protocol/socketio/assembler.hpp"

namespace switchboard::socketio {

class Server;

// What the request that opened the session said.
struct Handshake {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string path;
  std::string query;
  std::string peer;
  bool secure = false;
  Timestamp issued;

  [[nodiscard]] std::string_view header(std::string_view name) const;  // empty: absent
};

class Client final : public engineio::Application, public std::enable_shared_from_this<Client> {
 public:
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
    Server* home;
    std::string pid;
    std::uint64_t attached;
  };

  Task<bool> take_up(std::string name, std::string auth, Return back);
  void pass_on(Elsewhere const& place, Message message);
  void take(Assembler::Outcome outcome);
  void take(Message message);
  void begin_connect(Packet const& packet);
  Task<void> connect(std::shared_ptr<Socket> socket, std::string auth);
  void bury(std::shared_ptr<Socket> socket, std::string_view reason);
  void refuse(std::string const& name_space, std::string_view why);
  void on_entered();
  void watch_attachments();

  Server& server_;
  engineio::Session* session_ = nullptr;  // null: not begun, or ended
  std::shared_ptr<Handshake const> handshake_;
  Assembler assembler_;
  std::map<std::string, std::shared_ptr<Socket>, std::less<>> sockets_;
  std::map<std::string, Elsewhere, std::less<>> elsewhere_;  // sockets that came back
  bool entered_ = false;                                     // some namespace, once
  // Until then it bounds the wait for that; afterwards the wait for attachments.
  runtime::Timer patience_;
};

}  // namespace switchboard::socketio

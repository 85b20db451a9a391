// What a socket does that may be cut off and come back: everything that it hears goes on its tape
// first, and from there to its client, wherever that is.

#include <utility>

#include "gateway/socketio/client.hpp"
#include "gateway/socketio/server.hpp"
#include "gateway/socketio/socket.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::socketio {

class Socket::Recoverable final : public delivery::Outlet {
 public:
  Recoverable(Socket& of, std::string whose)
      : socket(of),
        owner(std::move(whose)),
        tape({.bytes_max = of.server_.unread_bytes_max()}, of.server_.recovery().tape_bytes()),
        away(
            of.loop().timers(),
            [](void* self) {
              static_cast<Recoverable*>(self)->socket.leave_for_good("transport close");
            },
            this) {}

  [[nodiscard]] int plain_fd() const override { return -1; }
  [[nodiscard]] bool blocked() const override { return false; }
  std::ptrdiff_t write_some(std::string_view events) override {
    auto size = static_cast<std::ptrdiff_t>(events.size());
    while (!events.empty()) {
      auto const event = take_bare_event(events);
      socket.send_event(event.array, event.attachments, event.question);
    }
    return size;
  }
  void hold(std::string_view /*rest_of_frame*/) override {}
  void on_slow_consumer() override {}  // the tape has bounds of its own
  void on_broken() override {}

  Socket& socket;
  std::string owner;
  std::string pid;
  Tape tape;
  RemoteLink remote;
  std::uint64_t links = 1;  // how many there were; the present one's name, unless it is away
  bool is_away = false;
  runtime::Timer away;
};

Socket::Socket(Client& client, std::string const& name_space)
    : server_(client.server()),
      client_(&client),
      handshake_(client.shared_handshake()),
      name_space_(name_space),
      id_(server_.next_socket_id()),
      session_(server_.fan_out().next_session_id()),
      timer_(
          server_.loop().timers(), [](void* self) { static_cast<Socket*>(self)->on_timer(); },
          this) {}

Socket::~Socket() = default;

void Socket::make_recoverable(std::string owner) {
  recoverable_ = std::make_unique<Recoverable>(*this, std::move(owner));
}

delivery::Outlet& Socket::ear() { return *recoverable_; }

RemoteLink Socket::remote_link() const {
  return recoverable() ? recoverable_->remote : RemoteLink{};
}

std::uint64_t Socket::attached() const {
  return recoverable() && !recoverable_->is_away ? recoverable_->links : 0;
}

void Socket::start(std::unique_ptr<Listener> listener) {
  state_ = State::connected;
  listener_ = std::move(listener);
  if (recoverable()) recoverable_->pid = server_.recovery().enlist(shared_from_this());
  welcome();
  listener_->on_connection(*this);
  if (connected()) go_live();
}

void Socket::welcome() {
  std::string packet;
  append_header(packet, PacketType::connect, name_space_, std::nullopt, 0);
  packet += R"({"sid":)";
  json::append(packet, id_);
  if (recoverable() && !recoverable_->pid.empty()) {
    packet += R"(,"pid":)";
    json::append(packet, recoverable_->pid);
  }
  transmit(packet += '}', {});
}

void Socket::send_event(std::string_view array, Attachments attachments,
                        std::optional<std::uint64_t> ack) {
  auto type = attachments.empty() ? PacketType::event : PacketType::binary_event;
  if (!recoverable()) return send(type, ack, array, attachments);
  if (state_ == State::gone) return;
  auto& tape = recoverable_->tape;
  auto number = tape.record(array, attachments, ack, loop().now(), attached() != 0);
  // An event that is answered hands its handler a callback behind the arguments: there is no place
  // for a number.
  send(type, ack, ack ? std::string(array) : with_offset(array, number), attachments);
}

std::string Socket::with_last_offset(std::string_view array) const {
  return with_offset(array, recoverable_->tape.last());
}

void Socket::forget_on_tape(std::uint64_t ack) {
  if (recoverable()) recoverable_->tape.forget(ack);
}

// To the client here, to the one that speaks through another session, or to nobody while it is
// away.
void Socket::transmit(std::string packet, Attachments attachments) {
  if (client_ != nullptr) return client_->send(packet, attachments);
  auto remote = remote_link();
  if (remote.server == nullptr) return;
  auto job = [remote, packet = std::move(packet),
              parts = std::vector<std::string>(attachments.begin(), attachments.end())] {
    auto* session = remote.server->door().find(remote.sid);
    if (session == nullptr) return;
    session->send_text(packet);
    for (auto const& part : parts) session->send_binary(part);
  };
  remote.server->loop().post(std::move(job));
}

void Socket::shut(Client* client, RemoteLink const& remote) {
  if (client != nullptr) return client->close();
  if (remote.server == nullptr) return;
  remote.server->loop().post([remote] {
    if (auto* session = remote.server->door().find(remote.sid)) session->close();
  });
}

std::uint64_t Socket::attach(std::uint64_t heard, Identity const& identity) {
  if (!connected() || identity.owner != recoverable_->owner) return 0;
  if (!recoverable_->tape.covers(heard)) return 0;
  // The old link may not know yet that its client is gone.
  close_link();
  if (!recoverable_->is_away) detach("transport close");
  return ++recoverable_->links;
}

bool Socket::begin(std::uint64_t attached, std::uint64_t heard, Identity const& identity,
                   RemoteLink link) {
  auto& self = *recoverable_;
  if (!connected() || !self.is_away || self.links != attached || !self.tape.covers(heard))
    return false;
  self.away.cancel();
  self.is_away = false;
  server_.recovery().on_back(self.owner, self.pid);
  self.remote = std::move(link);
  welcome();
  replay(heard);
  listener_->on_recovered(identity);
  return true;
}

void Socket::replay(std::uint64_t heard) {
  for (auto const& item : recoverable_->tape.items()) {
    if (item.number <= heard) continue;
    auto type = item.attachments.empty() ? PacketType::event : PacketType::binary_event;
    send(type, item.ack, item.ack ? item.array : with_offset(item.array, item.number),
         item.attachments);
  }
}

void Socket::detach(std::string_view reason) {
  if (recoverable_->pid.empty() || !connected()) return leave_for_good(reason);
  client_ = nullptr;
  recoverable_->remote = {};
  recoverable_->is_away = true;
  recoverable_->away.arm(loop().now() + server_.away_max());
  listener_->on_detached();
  server_.recovery().on_away(recoverable_->owner, recoverable_->pid);
}

void Socket::leave_for_good(std::string_view reason) {
  auto keep = shared_from_this();
  if (client_ != nullptr) client_->forget(*this, reason);
  if (state_ != State::gone) end(reason);
  if (recoverable()) {
    server_.recovery().on_back(recoverable_->owner, recoverable_->pid);
    server_.recovery().strike(recoverable_->pid);
  }
  // A timer or a listener of its own may be what called.
  loop().destroy_later([keep = std::move(keep)]() mutable { keep.reset(); });
}

}  // namespace switchboard::socketio

#include "gateway/socketio/client.hpp"

#include <algorithm>
#include <utility>

#include "gateway/socketio/server.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::socketio {

Client::Client(Server& server, Handshake handshake)
    : server_(server),
      handshake_(std::make_shared<Handshake const>(std::move(handshake))),
      assembler_(server.bytes_max()),
      patience_(
          server.loop().timers(), [](void* self) { static_cast<Client*>(self)->close(); }, this) {}

void Client::on_start(engineio::Session& session) {
  session_ = &session;
  patience_.arm(server_.loop().now() + server_.connect_timeout());
}

void Client::on_text(std::string_view message) { take(assembler_.take_text(message)); }

void Client::on_binary(std::string_view message) { take(assembler_.take_binary(message)); }

void Client::take(Assembler::Outcome outcome) {
  if (outcome == Assembler::Outcome::broken) return close();
  watch_attachments();
  if (outcome == Assembler::Outcome::complete) take(assembler_.message());
}

void Client::take(Message message) {
  auto const& packet = message.packet;
  if (packet.type == PacketType::connect) return begin_connect(packet);
  if (auto const* place = elsewhere_in(packet.name_space))
    return pass_on(*place, std::move(message));
  auto socket = socket_in(packet.name_space);  // it may leave while it listens
  // A socket that is still being let in cannot say anything yet either.
  if (!socket || !socket->connected()) return close();
  if (packet.type == PacketType::disconnect)
    return socket->leave_for_good("client namespace disconnect");
  socket->take(message);
}

void Client::begin_connect(Packet const& packet) {
  auto const* known = server_.find(packet.name_space);
  if (known == nullptr) return refuse(packet.name_space, "Invalid namespace");
  if (socket_in(known->first) || elsewhere_in(known->first) != nullptr) return close();
  auto socket = std::make_shared<Socket>(*this, known->first);
  sockets_.push_back(socket);
  auto connecting = connect(std::move(socket), std::string(packet.data));
  switchboard::start(
      std::move(connecting), [hold = shared_from_this()] {},
      [hold = shared_from_this()](auto const& /*thrown*/) { hold->close(); });
}

Task<void> Client::connect(std::shared_ptr<Socket> socket, std::string auth) {
  auto back = server_.away_max() > Duration::zero() ? read_return(auth) : std::nullopt;
  if (back) {
    auto taking = take_up(*socket, auth, std::move(*back));
    if (co_await taking) co_return;
  }
  auto& name_space = *server_.find(socket->name_space())->second;
  auto admitting = name_space.admit(*socket, std::move(auth));
  auto listener = co_await admitting;
  if (session_ == nullptr) co_return;
  if (!listener) {
    drop(*socket);
    co_return refuse(socket->name_space(), listener.error().message);
  }
  on_entered();
  socket->start(std::move(*listener));
}

void Client::on_entered() {
  entered_ = true;
  patience_.cancel();
  watch_attachments();
}

// However slowly they come, all of them have the same time.
void Client::watch_attachments() {
  if (!entered_) return;
  if (!assembler_.waiting()) return patience_.cancel();
  if (!patience_.armed()) patience_.arm(server_.loop().now() + server_.attachments_timeout());
}

void Client::refuse(std::string_view name_space, std::string_view why) {
  if (++refusals_ > refusals_max) return close();
  std::string packet;
  append_header(packet, PacketType::connect_error, name_space, std::nullopt, 0);
  packet += R"({"message":)";
  json::append(packet, why);
  packet += '}';
  send(packet, {});
}

void Client::send(std::string_view packet, std::span<std::string const> attachments) {
  if (session_ == nullptr) return;
  session_->send_text(packet);
  for (auto const& attachment : attachments)
    if (session_ != nullptr) session_->send_binary(attachment);
}

void Client::forget(Socket& socket, std::string_view reason) {
  auto found = socket_in(socket.name_space());
  if (found.get() != &socket) return;
  drop(socket);
  bury(std::move(found), reason);
}

std::shared_ptr<Socket> Client::socket_in(std::string_view name_space) const {
  auto found = std::ranges::find(sockets_, name_space, &Socket::name_space);
  return found == sockets_.end() ? nullptr : *found;
}

Client::Elsewhere const* Client::elsewhere_in(std::string_view name_space) const {
  auto named = [name_space](auto const& place) { return *place.name_space == name_space; };
  auto found = std::ranges::find_if(elsewhere_, named);
  return found == elsewhere_.end() ? nullptr : &*found;
}

void Client::drop(Socket const& socket) {
  std::erase_if(sockets_, [&socket](auto const& each) { return each.get() == &socket; });
}

// Its listener may be the one who speaks just now.
void Client::bury(std::shared_ptr<Socket> socket, std::string_view reason) {
  socket->end(reason);
  server_.loop().destroy_later([socket = std::move(socket)]() mutable { socket.reset(); });
}

void Client::close() {
  if (session_ != nullptr) session_->close();
}

void Client::on_upgraded() {
  for (auto& socket : sockets_) socket->resubscribe();
}

void Client::each_subscription(void (*visit)(delivery::Subscription&)) {
  for (auto& socket : sockets_) socket->each_subscription(visit);
}

void Client::on_end(std::string_view reason) {
  session_ = nullptr;
  patience_.cancel();
  auto sockets = std::exchange(sockets_, {});
  for (auto& socket : sockets) {
    if (socket->recoverable())
      socket->detach(reason);
    else
      bury(std::move(socket), reason);
  }
  for (auto const& place : std::exchange(elsewhere_, {}))
    place.home->loop().post([place, text = std::string(reason)] {
      place.home->recovery().detach(place.pid, place.attached, text);
    });
}

}  // namespace switchboard::socketio

// A client that comes back to a socket it had before.

#include <utility>

#include "gateway/socketio/client.hpp"
#include "gateway/socketio/server.hpp"
#include "runtime/shards.hpp"

namespace switchboard::socketio {

// False: there is nothing to come back to, and the client starts anew.
Task<bool> Client::take_up(Socket& socket, std::string auth, Return back) {
  auto* home = server_.home_of(back.pid);
  if (home == nullptr) co_return false;
  auto const& [name, name_space] = *server_.find(socket.name_space());
  auto identifying = name_space->identify(*handshake_, std::move(auth));
  auto identity = co_await identifying;
  if (!identity) co_return false;  // and is refused
  if (session_ == nullptr) co_return true;
  auto job = [home, &back, &name, &identity] {
    return home->recovery().attach(back, name, *identity);
  };
  auto crossing = runtime::call(home->loop(), std::move(job));
  auto attached = co_await crossing;
  if (attached == 0) co_return false;
  if (session_ == nullptr) co_return true;
  on_entered();
  drop(socket);
  elsewhere_.push_back({&name, home, back.pid, attached});
  RemoteLink link{&server_, session_->sid()};
  home->loop().post([home, back = std::move(back), attached, identity = std::move(*identity),
                     link] { home->recovery().begin(back, attached, identity, link); });
  co_return true;
}

void Client::pass_on(Elsewhere const& place, Message message) {
  auto gone = message.packet.type == PacketType::disconnect;
  place.home->loop().post([place, message = std::move(message)] {
    place.home->recovery().deliver(place.pid, place.attached, message);
  });
  if (gone) std::erase_if(elsewhere_, [&place](auto const& each) { return &each == &place; });
}

}  // namespace switchboard::socketio

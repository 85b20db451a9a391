#pragma once
// What the server's own frames carry: JSON texts for Signal::payload.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/call.hpp"

namespace switchboard::calls {

// Somebody else in the room, as a member who opted in is told.
struct Peer {
  PeerId id;
  UserId user;
  std::string_view name;
};

// What RoomCreated and RoomJoined say besides, to who opted in. Who receives it came later than
// all `peers`, and so is the polite side towards each.
struct Welcome {
  PeerId host;
  std::span<Peer const> peers;
  std::string_view ice_servers;  // JSON text
  std::string_view seat;
};

[[nodiscard]] std::string room_created(CallRoom room, std::optional<Welcome> const& welcome);
// `clients`: everybody, also who is told.
[[nodiscard]] std::string room_joined(CallRoom room, std::span<PeerId const> clients,
                                      std::optional<Welcome> const& welcome);
[[nodiscard]] std::string peer_joined(CallRoom room, Peer const& peer, bool resumed);
[[nodiscard]] std::string peer_left(CallRoom room, PeerId host);
[[nodiscard]] std::string peer_away(CallRoom room, std::int64_t seconds);

}  // namespace switchboard::calls

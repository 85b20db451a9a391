#include "protocol/calls/payloads.hpp"

#include "protocol/json/append.hpp"

namespace switchboard::calls {
namespace {

// Without the closing brace.
std::string open_with(CallRoom room) {
  std::string out = R"({"room_id":)";
  json::append(out, room);
  return out;
}

void append_peer(std::string& out, Peer const& peer, bool polite) {
  out += R"("id":)";
  json::append(out, peer.id);
  out += R"(,"user_id":)";
  json::append(out, peer.user);
  out += R"(,"name":)";
  json::append(out, peer.name);
  out += R"(,"polite":)";
  json::append(out, polite);
}

void append_welcome(std::string& out, Welcome const& welcome) {
  out += R"(,"host":)";
  json::append(out, welcome.host);
  out += R"(,"peers":[)";
  for (auto const& peer : welcome.peers) {
    out += &peer == welcome.peers.data() ? "{" : ",{";
    append_peer(out, peer, true);
    out += '}';
  }
  out += R"(],"ice_servers":)";
  out += welcome.ice_servers;
  out += R"(,"seat":)";
  json::append(out, welcome.seat);
}

}  // namespace

std::string room_created(CallRoom room, std::optional<Welcome> const& welcome) {
  auto out = open_with(room);
  if (welcome) append_welcome(out, *welcome);
  return out + '}';
}

std::string room_joined(CallRoom room, std::span<PeerId const> clients,
                        std::optional<Welcome> const& welcome) {
  auto out = open_with(room);
  out += R"(,"clients":[)";
  for (auto const& client : clients) {
    if (&client != clients.data()) out += ',';
    json::append(out, client);
  }
  out += ']';
  if (welcome) append_welcome(out, *welcome);
  return out + '}';
}

std::string peer_joined(CallRoom room, Peer const& peer, bool resumed) {
  auto out = open_with(room) + ',';
  append_peer(out, peer, false);
  out += R"(,"resumed":)";
  json::append(out, resumed);
  return out + '}';
}

std::string peer_left(CallRoom room, PeerId host) {
  auto out = open_with(room) + R"(,"host":)";
  json::append(out, host);
  return out + '}';
}

std::string peer_away(CallRoom room, std::int64_t seconds) {
  auto out = open_with(room) + R"(,"seconds":)";
  json::append(out, seconds);
  return out + '}';
}

}  // namespace switchboard::calls

#include "features/calls/room.hpp"

#include <algorithm>
#include <utility>

#include "base/random.hpp"

namespace switchboard::calls {
namespace {

std::shared_ptr<Signal const> share(Kind kind, PeerId from, std::string payload) {
  return std::make_shared<Signal const>(
      Signal{.kind = kind, .from = from, .to = {}, .payload = std::move(payload), .error = {}});
}

// Whoever did not opt in was told of no seat, and has none.
bool holds(Entrant const& member, std::string_view seat) {
  return member.extended && !seat.empty() && equal_in_constant_time(member.seat, seat);
}

Peer peer_of(Entrant const& entrant) { return {entrant.id, entrant.user, entrant.name}; }

}  // namespace

Room::Place Room::find(SessionId session) {
  return std::ranges::find(members_, session,
                           [](Member const& member) { return member.who.address.session; });
}

Room::Member const* Room::member_of(SessionId session) const {
  auto found = std::ranges::find(members_, session,
                                 [](Member const& member) { return member.who.address.session; });
  return found == members_.end() ? nullptr : &*found;
}

Outcome Room::create(Entrant host) {
  Outcome outcome;
  members_.push_back({std::move(host), {}});
  welcome(members_.front().who, Kind::room_created, outcome);
  return outcome;
}

Result<Outcome> Room::join(Entrant entrant, std::string_view seat) {
  Outcome outcome;
  auto own = std::ranges::find(members_, entrant.user,
                               [](Member const& member) { return member.who.user; });
  if (own != members_.end()) {
    if (own->who.address.session == entrant.address.session)
      return fail(Errc::conflict, "already in room");
    if (entrant.extended && holds(own->who, seat)) {
      *own = {std::move(entrant), {}};
      welcome(own->who, Kind::room_joined, outcome);
      tell_of(own->who, true, outcome);
      return outcome;
    }
    remove(own, outcome);
  }
  if (members_.size() >= call_members_max) return fail(Errc::conflict, "room is full");
  members_.push_back({std::move(entrant), {}});
  auto const& who = members_.back().who;
  welcome(who, Kind::room_joined, outcome);
  tell_of(who, false, outcome);
  // Whoever gave up an older membership is a member all the same.
  std::erase(outcome.gone, who.user);
  return outcome;
}

void Room::welcome(Entrant const& entrant, Kind kind, Outcome& outcome) const {
  std::vector<PeerId> clients;
  std::vector<Peer> peers;
  for (auto const& [who, held_until] : members_) {
    clients.push_back(who.id);
    if (who.id != entrant.id) peers.push_back(peer_of(who));
  }
  std::optional<Welcome> more;
  if (entrant.extended) more = {clients.front(), peers, entrant.ice_servers, entrant.seat};
  auto payload =
      kind == Kind::room_created ? room_created(id_, more) : room_joined(id_, clients, more);
  outcome.deliveries.push_back({entrant.address, share(kind, {}, std::move(payload))});
}

// Those who are there hear of who comes, and who comes hears who of them is away.
void Room::tell_of(Entrant const& entrant, bool resumed, Outcome& outcome) const {
  auto signal = share(Kind::peer_joined, entrant.id, peer_joined(id_, peer_of(entrant), resumed));
  for (auto const& [who, held_until] : members_) {
    if (who.id == entrant.id) continue;
    if (!held_until && who.extended) outcome.deliveries.push_back({who.address, signal});
    if (held_until && entrant.extended)
      outcome.deliveries.push_back(
          {entrant.address, share(Kind::peer_away, who.id, peer_away(id_, seat_seconds))});
  }
}

void Room::remove(Place place, Outcome& outcome) {
  auto id = place->who.id;
  outcome.gone.push_back(place->who.user);
  members_.erase(place);
  if (members_.empty()) return;
  auto signal = share(Kind::leave_room, id, peer_left(id_, members_.front().who.id));
  for (auto const& [who, held_until] : members_)
    if (!held_until) outcome.deliveries.push_back({who.address, signal});
}

Outcome Room::leave(SessionId session) {
  Outcome outcome;
  if (auto place = find(session); place != members_.end()) remove(place, outcome);
  return outcome;
}

Outcome Room::lose(SessionId session, Instant now) {
  Outcome outcome;
  auto place = find(session);
  if (place == members_.end() || place->held_until) return outcome;
  if (!place->who.extended) {
    remove(place, outcome);
    return outcome;
  }
  place->held_until = now + seat_time;
  auto signal = share(Kind::peer_away, place->who.id, peer_away(id_, seat_seconds));
  for (auto const& [who, held_until] : members_)
    if (!held_until && who.extended) outcome.deliveries.push_back({who.address, signal});
  return outcome;
}

Outcome Room::lapse(Instant now) {
  Outcome outcome;
  while (true) {
    auto lapsed = std::ranges::find_if(members_, [now](Member const& member) {
      return member.held_until && *member.held_until <= now;
    });
    if (lapsed == members_.end()) return outcome;
    remove(lapsed, outcome);
  }
}

Outcome Room::abandon(UserId user) {
  Outcome outcome;
  auto own =
      std::ranges::find(members_, user, [](Member const& member) { return member.who.user; });
  if (own != members_.end()) remove(own, outcome);
  return outcome;
}

Result<Delivery> Room::relay(SessionId session, Signal signal) const {
  auto const* from = member_of(session);
  auto to =
      std::ranges::find(members_, signal.to, [](Member const& member) { return member.who.id; });
  if (from == nullptr || to == members_.end() || to->held_until)
    return fail(Errc::not_found, "peer not in room");
  signal.from = from->who.id;
  return Delivery{to->who.address, std::make_shared<Signal const>(std::move(signal))};
}

std::optional<Instant> Room::next_lapse() const {
  std::optional<Instant> next;
  for (auto const& [who, held_until] : members_)
    if (held_until && (!next || *held_until < *next)) next = held_until;
  return next;
}

}  // namespace switchboard::calls

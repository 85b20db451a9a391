#include "features/calls/rooms.hpp"

#include <utility>

#include "base/random.hpp"

namespace switchboard::calls {
namespace {

constexpr std::uint64_t room_bits = (std::uint64_t{1} << 48) - 1;

CallRoom random_room() {
  return CallRoom(static_cast<std::int64_t>((random_number() & room_bits) | 1));
}

}  // namespace

// A room and what ends the seats that are held in it.
struct Rooms::Place {
  Place(Rooms& owner, runtime::Loop& loop, CallRoom number)
      : rooms(owner), id(number), room(number), lapse(loop.timers(), on_lapse, this) {}

  static void on_lapse(void* self) {
    auto& place = *static_cast<Place*>(self);
    auto now = runtime::Loop::current()->now();
    place.rooms.settle(place.id, place, place.room.lapse(now));
  }

  Rooms& rooms;
  CallRoom id;
  Room room;
  runtime::Timer lapse;
};

struct Rooms::Node {
  explicit Node(runtime::Loop& home) : loop(home) {}
  runtime::Loop& loop;
  Deliver deliver;
  std::unordered_map<CallRoom, std::unique_ptr<Place>> places;
};

Rooms::Rooms(runtime::Shards& shards, People& people) : people_(people) {
  for (std::size_t i = 0; i < shards.size(); ++i)
    nodes_.push_back(std::make_unique<Node>(shards[i]));
}

Rooms::~Rooms() = default;

void Rooms::on_delivery(std::size_t shard, Deliver deliver) {
  nodes_[shard]->deliver = std::move(deliver);
}

std::size_t Rooms::home_of(CallRoom room) const {
  return static_cast<std::size_t>(room.value()) / 2 % nodes_.size();
}

Rooms::Node& Rooms::node_of(CallRoom room) { return *nodes_[home_of(room)]; }

void Rooms::deliver(Delivery const& delivery) {
  auto& node = *nodes_[delivery.to.shard];
  auto tell = [&node, session = delivery.to.session, signal = delivery.signal] {
    node.deliver(session, *signal);
  };
  if (runtime::Loop::current() == &node.loop) return tell();
  node.loop.post(std::move(tell));
}

void Rooms::settle(CallRoom room, Place& place, Outcome outcome) {
  for (auto user : outcome.gone) {
    people_.stand_up(user, room);
    on_left_(user, room);
  }
  for (auto const& each : outcome.deliveries) deliver(each);
  if (place.room.empty()) {
    node_of(room).places.erase(room);
    return;
  }
  if (auto next = place.room.next_lapse())
    place.lapse.arm(*next);
  else
    place.lapse.cancel();
}

Task<CallRoom> Rooms::create(Entrant host) {
  auto room = random_room();
  auto work = [this, room, &host] {
    auto& node = node_of(room);
    auto& place = *(node.places[room] = std::make_unique<Place>(*this, node.loop, room));
    people_.sit_down(host.user, room);
    settle(room, place, place.room.create(std::move(host)));
    return true;
  };
  auto crossing = runtime::call(node_of(room).loop, std::move(work));
  co_await std::move(crossing);
  co_return room;
}

Task<Result<void>> Rooms::join(CallRoom room, Entrant entrant, std::string seat) {
  auto work = [this, room, &entrant, &seat]() -> Result<void> {
    auto& places = node_of(room).places;
    auto found = places.find(room);
    if (found == places.end()) return fail(Errc::not_found, "room not found");
    auto user = entrant.user;
    auto joined = found->second->room.join(std::move(entrant), seat);
    if (!joined) return failure_of(std::move(joined));
    people_.sit_down(user, room);
    settle(room, *found->second, std::move(*joined));
    return {};
  };
  auto crossing = runtime::call(node_of(room).loop, std::move(work));
  co_return co_await std::move(crossing);
}

Task<Result<void>> Rooms::relay(CallRoom room, SessionId session, Signal signal) {
  auto work = [this, room, session, &signal]() -> Result<void> {
    auto& places = node_of(room).places;
    auto found = places.find(room);
    if (found == places.end()) return fail(Errc::not_found, "peer not in room");
    auto relayed = found->second->room.relay(session, std::move(signal));
    if (!relayed) return failure_of(std::move(relayed));
    deliver(*relayed);
    return {};
  };
  auto crossing = runtime::call(node_of(room).loop, std::move(work));
  co_return co_await std::move(crossing);
}

template <class Change>
void Rooms::change(CallRoom room, Change change) {
  auto& node = node_of(room);
  node.loop.post([this, &node, room, change = std::move(change)] {
    auto found = node.places.find(room);
    if (found == node.places.end()) return;
    settle(room, *found->second, change(found->second->room, node.loop.now()));
  });
}

void Rooms::part(CallRoom room, SessionId session, Parting parting) {
  change(room, [session, parting](Room& there, Instant now) {
    return parting == Parting::lost ? there.lose(session, now) : there.leave(session);
  });
}

void Rooms::abandon(CallRoom room, UserId user) {
  change(room, [user](Room& there, Instant) { return there.abandon(user); });
}

}  // namespace switchboard::calls

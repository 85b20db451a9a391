#pragma once
// The rooms of a node. Each has a home shard, where alone it changes: whatever somebody does in it
// goes there first, from there to the shards of those who hear of it. What two sessions hear of a
// room comes in one order.

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "features/calls/people.hpp"
#include "features/calls/room.hpp"
#include "runtime/shards.hpp"

namespace switchboard::calls {

// How a membership ends that nobody was asked about.
enum class Parting : std::uint8_t { left, lost };

class Rooms {
 public:
  using Deliver = std::function<void(SessionId, Signal const&)>;
  using OnLeft = std::function<void(UserId, CallRoom)>;

  // Both must outlive it.
  Rooms(runtime::Shards& shards, People& people);
  ~Rooms();

  // At start-up: what a session of that shard is told, on its thread. It must not call back.
  void on_delivery(std::size_t shard, Deliver deliver);
  // At start-up: who is no longer in a room, told on its home shard.
  void on_left(OnLeft on_left) { on_left_ = std::move(on_left); }

  // On a loop. Each answers when it has happened; what it makes others hear is on its way then, and
  // the entrant's own frame comes before any other of that room.
  Task<CallRoom> create(Entrant host);
  // not_found, `room not found`; else as Room::join.
  Task<Result<void>> join(CallRoom room, Entrant entrant, std::string seat);
  Task<Result<void>> relay(CallRoom room, SessionId session, Signal signal);

  // From any shard, in the order of the calls.
  void part(CallRoom room, SessionId session, Parting parting);
  void abandon(CallRoom room, UserId user);

 private:
  struct Place;
  struct Node;

  [[nodiscard]] std::size_t home_of(CallRoom room) const;
  [[nodiscard]] Node& node_of(CallRoom room);
  // At the room's home: what `change(Room&)` answers is told, and a room that is left is forgotten.
  template <class Change>
  void change(CallRoom room, Change change);
  void settle(CallRoom room, Place& place, Outcome outcome);
  void deliver(Delivery const& delivery);

  People& people_;
  OnLeft on_left_ = [](UserId, CallRoom) {};
  std::vector<std::unique_ptr<Node>> nodes_;
};

}  // namespace switchboard::calls

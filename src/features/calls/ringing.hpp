#pragma once
// The rings of a node. Each has a home shard, where alone it changes and from where alone it is
// told, so that every device hears `ringing` first and exactly one end.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "features/calls/devices.hpp"
#include "features/calls/people.hpp"
#include "features/calls/ring.hpp"
#include "ports/inbox_store.hpp"
#include "runtime/shards.hpp"

namespace switchboard::calls {

class Ringing {
 public:
  struct Input {
    UserId caller;
    std::string caller_name;
    CallRoom room;
    std::vector<UserId> callees;  // each once, none of them the caller
    std::optional<std::string> chat_room;
  };
  struct Output {
    std::string ring;
    std::vector<Callee> callees;
  };

  // All must outlive it.
  Ringing(runtime::Shards& shards, People& people, Devices& devices, ports::InboxStore& inboxes,
          Clock const& clock);
  ~Ringing();

  // conflict, `not_in_call`: the caller does not sit in that room.
  Task<Result<Output>> begin(Input input);
  // As Ring says; not_found once nobody remembers it.
  Task<Result<CallRoom>> accept(std::string ring, UserId user);
  Task<Result<void>> decline(std::string ring, UserId user);
  Task<Result<void>> cancel(std::string ring, UserId caller);

  // Somebody left a room: what they began to ring there is cancelled. From any shard.
  void on_left(UserId user, CallRoom room);

 private:
  struct Place;
  struct Node;

  [[nodiscard]] Node& node_of(std::string_view ring);
  Task<std::vector<Callee>> look_for(std::vector<UserId> users);
  void carry_out(Ring const& ring, RingOutcome outcome);
  // At the ring's home: what `act(Ring&)`, a Result<RingOutcome>, says is told.
  template <class Act>
  Task<Result<CallRoom>> change(std::string ring, Act act);

  People& people_;
  Devices& devices_;
  ports::InboxStore& inboxes_;
  Clock const& clock_;
  std::vector<std::unique_ptr<Node>> nodes_;
};

}  // namespace switchboard::calls

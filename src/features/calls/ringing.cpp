#include "features/calls/ringing.hpp"

#include <functional>
#include <utility>

#include "base/random.hpp"

namespace switchboard::calls {
namespace {

constexpr std::size_t ring_id_bytes = 16;
// So long a late device is told what became of it.
constexpr Duration remembered = 2 * ring_time;

std::unexpected<Error> no_such_ring() {
  return fail(Errc::not_found, "Ring not found", "ring_not_found");
}

}  // namespace

// A ring, and what ends it: first its ringing, then the memory of it.
struct Ringing::Place {
  Place(Ringing& owner, Node& home, Ring started);
  static void on_timer(void* self);

  Ringing& ringing;
  Node& node;
  Ring ring;
  runtime::Timer timer;
  bool over = false;
};

struct Ringing::Node {
  explicit Node(runtime::Loop& home) : loop(home) {}
  runtime::Loop& loop;
  std::unordered_map<std::string, std::unique_ptr<Place>> places;
};

Ringing::Place::Place(Ringing& owner, Node& home, Ring started)
    : ringing(owner),
      node(home),
      ring(std::move(started)),
      timer(home.loop.timers(), on_timer, this) {
  timer.arm(home.loop.now() + ring_time);
}

void Ringing::Place::on_timer(void* self) {
  auto& place = *static_cast<Place*>(self);
  if (place.over) {
    place.node.places.erase(std::string(place.ring.origin().id));
    return;
  }
  place.over = true;
  place.ringing.carry_out(place.ring, place.ring.expire());
  place.timer.arm(place.node.loop.now() + remembered - ring_time);
}

Ringing::Ringing(runtime::Shards& shards, People& people, Devices& devices,
                 ports::InboxStore& inboxes, Clock const& clock)
    : people_(people), devices_(devices), inboxes_(inboxes), clock_(clock) {
  for (std::size_t i = 0; i < shards.size(); ++i)
    nodes_.push_back(std::make_unique<Node>(shards[i]));
}

Ringing::~Ringing() = default;

Ringing::Node& Ringing::node_of(std::string_view ring) {
  return *nodes_[std::hash<std::string_view>{}(ring) % nodes_.size()];
}

// Whoever sits in a call is busy, whoever has no device is offline.
Task<std::vector<Callee>> Ringing::look_for(std::vector<UserId> users) {
  auto looking = devices_.reachable(users);
  auto reachable = co_await looking;
  std::vector<Callee> callees;
  for (std::size_t i = 0; i < users.size(); ++i) {
    auto state = people_.find(users[i]).room ? CalleeState::busy
                 : reachable[i]              ? CalleeState::ringing
                                             : CalleeState::offline;
    callees.push_back({users[i], state});
  }
  co_return callees;
}

Task<Result<Ringing::Output>> Ringing::begin(Input input) {
  auto sits = [this, &input] { return people_.find(input.caller).room == input.room; };
  auto not_in_call = [] { return fail(Errc::conflict, "You are not in that call", "not_in_call"); };
  if (!sits()) co_return not_in_call();
  auto looking = look_for(std::move(input.callees));
  auto callees = co_await looking;
  Output output{random_hex(ring_id_bytes), callees};
  Ring ring({output.ring, input.room, input.caller, std::move(input.caller_name),
             std::move(input.chat_room)},
            std::move(callees));
  auto& node = node_of(output.ring);
  auto work = [this, &node, &ring, &sits] {
    // Who left meanwhile was told to this shard before, or sees the ring here.
    if (!sits()) return false;
    auto id = ring.origin().id;
    auto& place = *(node.places[id] = std::make_unique<Place>(*this, node, std::move(ring)));
    carry_out(place.ring, place.ring.begin());
    return true;
  };
  auto crossing = runtime::call(node.loop, std::move(work));
  auto begun = co_await std::move(crossing);
  if (!begun) co_return not_in_call();
  co_return output;
}

void Ringing::carry_out(Ring const& ring, RingOutcome outcome) {
  for (auto& [to, event] : outcome.tellings) devices_.tell(to, std::move(event));
  if (outcome.missed.empty()) return;
  auto now = clock_.timestamp();
  std::vector<std::string> subjects;
  for (auto user : outcome.missed) subjects.push_back(user.value().to_string());
  ports::InboxDraft draft{.type = "missed_call",
                          .content = missed_call(ring.event("missed"), now),
                          .collapse_key = {},
                          .created_at = now,
                          .lapses_at = now + inbox_time_default};
  // A call is not held up by a store that cannot keep this; nobody is left who could be told.
  auto keeping =
      inboxes_.append(std::move(subjects), std::move(draft), [](std::string const&, Seq) {});
  start(std::move(keeping), [](Result<void> const&) {}, [](auto const&) {});
}

template <class Act>
Task<Result<CallRoom>> Ringing::change(std::string ring, Act act) {
  auto& node = node_of(ring);
  auto work = [this, &node, &ring, &act]() -> Result<CallRoom> {
    auto found = node.places.find(ring);
    if (found == node.places.end()) return no_such_ring();
    auto& there = found->second->ring;
    Result<RingOutcome> outcome = act(there);
    if (!outcome) return failure_of(std::move(outcome));
    carry_out(there, std::move(*outcome));
    return there.origin().room;
  };
  auto crossing = runtime::call(node.loop, std::move(work));
  co_return co_await std::move(crossing);
}

Task<Result<CallRoom>> Ringing::accept(std::string ring, UserId user) {
  auto act = [user](Ring& there) { return there.accept(user); };
  co_return co_await change(std::move(ring), act);
}

Task<Result<void>> Ringing::decline(std::string ring, UserId user) {
  auto act = [user](Ring& there) { return there.decline(user); };
  auto changed = co_await change(std::move(ring), act);
  if (!changed) co_return failure_of(std::move(changed));
  co_return Result<void>();
}

Task<Result<void>> Ringing::cancel(std::string ring, UserId caller) {
  auto act = [caller](Ring& there) -> Result<RingOutcome> {
    if (there.origin().caller != caller) return no_such_ring();
    return there.cancel();
  };
  auto changed = co_await change(std::move(ring), act);
  if (!changed) co_return failure_of(std::move(changed));
  co_return Result<void>();
}

void Ringing::on_left(UserId user, CallRoom room) {
  for (auto& node : nodes_)
    node->loop.post([this, &node = *node, user, room] {
      for (auto const& [id, place] : node.places)
        if (place->ring.origin().caller == user && place->ring.origin().room == room)
          carry_out(place->ring, place->ring.cancel());
    });
}

}  // namespace switchboard::calls

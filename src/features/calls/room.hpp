#pragma once
// One room as a state machine: what happens goes in, what must be said comes out. It knows no
// clock, no socket and no thread; `Rooms` moves it.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "model/call.hpp"
#include "model/publication.hpp"
#include "protocol/calls/payloads.hpp"
#include "protocol/calls/signal.hpp"

namespace switchboard::calls {

// Where a session lives.
struct Address {
  std::size_t shard = 0;
  SessionId session;
};

// Whoever comes in, as the session knows it.
struct Entrant {
  Address address;
  UserId user;
  PeerId id;
  std::string name;
  bool extended = false;    // opted in to what goes beyond the documented frames
  std::string ice_servers;  // JSON text, for who opted in
  std::string seat;         // a fresh one, told to who opted in
};

// How long a seat is held for whoever lost the connection.
constexpr std::int64_t seat_seconds = 20;
constexpr Duration seat_time = std::chrono::seconds(seat_seconds);

struct Delivery {
  Address to;
  std::shared_ptr<Signal const> signal;
};

struct Outcome {
  std::vector<Delivery> deliveries;  // in this order
  std::vector<UserId> gone;          // who is no longer a member
};

class Room {
 public:
  explicit Room(CallRoom id) : id_(id) {}

  [[nodiscard]] Outcome create(Entrant host);
  // With the `seat` of a membership that was not given up, the same peer goes on in its place. A
  // person is a member once: an older membership gives way. conflict: `already in room` (this very
  // session), `room is full`.
  [[nodiscard]] Result<Outcome> join(Entrant entrant, std::string_view seat);
  // Sessions that are no members, or whose place another one took, change nothing.
  [[nodiscard]] Outcome leave(SessionId session);
  // The connection was lost: whoever opted in keeps the seat for a while, others leave.
  [[nodiscard]] Outcome lose(SessionId session, Instant now);
  // Seats that were held long enough.
  [[nodiscard]] Outcome lapse(Instant now);
  // The person went elsewhere.
  [[nodiscard]] Outcome abandon(UserId user);
  // From one member who is there to another; otherwise not_found, `peer not in room`.
  [[nodiscard]] Result<Delivery> relay(SessionId session, Signal signal) const;

  [[nodiscard]] bool empty() const { return members_.empty(); }
  [[nodiscard]] std::optional<Instant> next_lapse() const;

 private:
  struct Member {
    Entrant who;
    std::optional<Instant> held_until;  // its connection is lost
  };
  using Place = std::vector<Member>::iterator;

  [[nodiscard]] Place find(SessionId session);
  [[nodiscard]] Member const* member_of(SessionId session) const;
  void welcome(Entrant const& entrant, Kind kind, Outcome& outcome) const;
  void tell_of(Entrant const& entrant, bool resumed, Outcome& outcome) const;
  void remove(Place place, Outcome& outcome);

  CallRoom id_;
  std::vector<Member> members_;  // in the order of joining; the first is the host
};

}  // namespace switchboard::calls

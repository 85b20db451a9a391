#pragma once
// One ring as a state machine: who is rung, what each answers, and who must hear of it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "model/call.hpp"
#include "protocol/calls/call_event.hpp"

namespace switchboard::calls {

constexpr std::int64_t ring_seconds = 30;
constexpr Duration ring_time = std::chrono::seconds(ring_seconds);

enum class CalleeState : std::uint8_t { ringing, accepted, declined, missed, busy, offline };

struct Callee {
  UserId user;
  CalleeState state = CalleeState::ringing;
};

struct Telling {
  UserId to;
  CallEvent event;
};

struct RingOutcome {
  std::vector<Telling> tellings;  // in this order
  std::vector<UserId> missed;     // whose inbox gets an item
};

class Ring {
 public:
  struct Origin {
    std::string id;
    CallRoom room;
    UserId caller;
    std::string caller_name;
    std::optional<std::string> chat_room;
  };

  // `callees` are ringing, busy or offline.
  Ring(Origin origin, std::vector<Callee> callees)
      : origin_(std::move(origin)), callees_(std::move(callees)) {}

  [[nodiscard]] RingOutcome begin() const;
  // Fails with not_found for who is not rung, and with conflict: `ring_answered` when another
  // device was faster, `ring_over` when nobody rings any more.
  [[nodiscard]] Result<RingOutcome> accept(UserId user);
  [[nodiscard]] Result<RingOutcome> decline(UserId user);
  // The caller gave up; the time is over. Whoever still rings has missed it.
  [[nodiscard]] RingOutcome cancel();
  [[nodiscard]] RingOutcome expire();

  [[nodiscard]] Origin const& origin() const { return origin_; }
  [[nodiscard]] std::vector<Callee> const& callees() const { return callees_; }
  [[nodiscard]] CallEvent event(std::string_view name) const;

 private:
  [[nodiscard]] Result<Callee*> ringing(UserId user);
  [[nodiscard]] CallEvent about(std::string_view name, UserId callee) const;
  [[nodiscard]] RingOutcome answer(Callee& callee, CalleeState state, std::string_view elsewhere,
                                   std::string_view told);

  Origin origin_;
  std::vector<Callee> callees_;
};

}  // namespace switchboard::calls

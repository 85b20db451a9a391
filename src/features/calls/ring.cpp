#include "features/calls/ring.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::calls {

CallEvent Ring::event(std::string_view name) const {
  return {.event = name,
          .ring = origin_.id,
          .room = origin_.room,
          .from = origin_.caller,
          .from_name = origin_.caller_name,
          .chat_room = origin_.chat_room};
}

CallEvent Ring::about(std::string_view name, UserId callee) const {
  auto told = event(name);
  told.callee = callee;
  return told;
}

RingOutcome Ring::begin() const {
  RingOutcome outcome;
  for (auto const& [user, state] : callees_) {
    if (state == CalleeState::ringing) {
      auto rings = event("ringing");
      rings.expires_in = ring_seconds;
      outcome.tellings.push_back({user, std::move(rings)});
      continue;
    }
    auto name = state == CalleeState::busy ? "busy" : "missed";
    outcome.tellings.push_back({origin_.caller, about(name, user)});
    outcome.missed.push_back(user);
  }
  return outcome;
}

Result<Callee*> Ring::ringing(UserId user) {
  auto callee = std::ranges::find(callees_, user, &Callee::user);
  if (callee == callees_.end()) return fail(Errc::not_found, "Ring not found", "ring_not_found");
  if (callee->state == CalleeState::accepted)
    return fail(Errc::conflict, "Another device has answered", "ring_answered");
  if (callee->state != CalleeState::ringing)
    return fail(Errc::conflict, "It does not ring any more", "ring_over");
  return &*callee;
}

RingOutcome Ring::answer(Callee& callee, CalleeState state, std::string_view elsewhere,
                         std::string_view told) {
  callee.state = state;
  RingOutcome outcome;
  outcome.tellings.push_back({callee.user, event(elsewhere)});
  outcome.tellings.push_back({origin_.caller, about(told, callee.user)});
  return outcome;
}

Result<RingOutcome> Ring::accept(UserId user) {
  auto callee = ringing(user);
  if (!callee) return failure_of(std::move(callee));
  return answer(**callee, CalleeState::accepted, "answered_elsewhere", "accepted");
}

Result<RingOutcome> Ring::decline(UserId user) {
  auto callee = ringing(user);
  if (!callee) return failure_of(std::move(callee));
  return answer(**callee, CalleeState::declined, "declined_elsewhere", "declined");
}

RingOutcome Ring::cancel() {
  RingOutcome outcome;
  for (auto& [user, state] : callees_) {
    if (state != CalleeState::ringing) continue;
    state = CalleeState::missed;
    outcome.tellings.push_back({user, event("cancelled")});
    outcome.missed.push_back(user);
  }
  return outcome;
}

RingOutcome Ring::expire() {
  RingOutcome outcome;
  for (auto& [user, state] : callees_) {
    if (state != CalleeState::ringing) continue;
    state = CalleeState::missed;
    outcome.tellings.push_back({user, event("missed")});
    outcome.tellings.push_back({origin_.caller, about("missed", user)});
    outcome.missed.push_back(user);
  }
  return outcome;
}

}  // namespace switchboard::calls

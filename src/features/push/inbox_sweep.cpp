#include "features/push/inbox_sweep.hpp"

#include <exception>

namespace switchboard::push {

InboxSweep::InboxSweep(runtime::Loop& loop, ports::InboxStore& inboxes, Log& log)
    : loop_(loop),
      inboxes_(inboxes),
      log_(log),
      timer_(loop.timers(), [](void* self) { static_cast<InboxSweep*>(self)->sweep(); }, this) {
  rest(interval);
}

void InboxSweep::sweep() {
  // A store that refuses says so itself, and is asked again the next time.
  auto on_done = [this](Result<std::int64_t> const& swept) {
    rest(swept && *swept == items_a_piece ? between_pieces : interval);
  };
  auto on_thrown = [this](std::exception_ptr const&) {
    log_.error("push", "a sweep of the inboxes broke");
    rest(interval);
  };
  start(inboxes_.sweep(loop_.clock().timestamp(), items_a_piece), on_done, on_thrown);
}

}  // namespace switchboard::push

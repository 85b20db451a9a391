#include "features/delivery/attendance.hpp"

namespace switchboard::delivery {

void Attendance::arrive(UserId who, Timestamp now) {
  here_.update(who, [](Sessions& sessions) { return ++sessions.count; });
  seen_.update(who, [now](Timestamp& seen) { return seen = now; });
}

void Attendance::depart(UserId who, Timestamp now) {
  here_.update(who, [](Sessions& sessions) {
    if (sessions.count > 0) --sessions.count;
    return sessions.count;
  });
  seen_.update(who, [now](Timestamp& seen) { return seen = now; });
}

Attendance::State Attendance::state(UserId who) {
  State state{.online = !here_.get(who).empty()};
  seen_.update_present(who, [&state](Timestamp seen) { state.last_seen = seen; });
  return state;
}

}  // namespace switchboard::delivery

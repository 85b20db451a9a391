#include "features/calls/people.hpp"

#include <utility>

namespace switchboard::calls {

People::Place People::enter(UserId user, Address connection) {
  return places_.update(user, [&](Place& place) {
    auto before = place;
    place.connection = connection;
    return before;
  });
}

void People::leave(UserId user, SessionId session) {
  places_.update(user, [&](Place& place) {
    if (place.connection && place.connection->session == session) place.connection.reset();
    return true;
  });
}

void People::sit_down(UserId user, CallRoom room) {
  places_.update(user, [&](Place& place) {
    place.room = room;
    return true;
  });
}

void People::stand_up(UserId user, CallRoom room) {
  places_.update(user, [&](Place& place) {
    if (place.room == room) place.room.reset();
    return true;
  });
}

}  // namespace switchboard::calls

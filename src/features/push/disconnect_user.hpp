#pragma once
// DELETE /websocket/users/{userId}/disconnect: ends every connection of a person.

#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "features/push/connections.hpp"
#include "ports/push_sessions.hpp"

namespace switchboard::push {

class DisconnectUser {
 public:
  struct Output {
    Timestamp disconnected_at;
  };

  // All must outlive it.
  DisconnectUser(Connections& connections, ports::PushSessions& sessions, Clock const& clock)
      : connections_(connections), sessions_(sessions), clock_(clock) {}

  // not_found: not connected. When it answers, nobody finds the person connected any more; the
  // sessions end soon.
  Result<Output> run(std::string const& user_id);

 private:
  Connections& connections_;
  ports::PushSessions& sessions_;
  Clock const& clock_;
};

}  // namespace switchboard::push

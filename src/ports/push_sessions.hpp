#pragma once
// How the push feature ends a session that lives on some shard.

#include <cstddef>

#include "model/publication.hpp"

namespace switchboard::ports {

class PushSessions {
 public:
  virtual ~PushSessions() = default;

  // From any shard; at once when the session is that shard's own, else soon. The client is told
  // that the server disconnected it, and does not come back by itself. A session that is gone
  // already: nothing happens.
  virtual void disconnect(std::size_t shard, SessionId session) = 0;
};

}  // namespace switchboard::ports

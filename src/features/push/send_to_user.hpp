#pragma once
// POST /websocket/message/user: to one person.

#include <string>
#include <utility>

#include "features/push/dispatch.hpp"

namespace switchboard::push {

class SendToUser {
 public:
  struct Input {
    std::string user_id;
    Outgoing outgoing;
  };
  struct Output {
    Timestamp sent_at;
  };

  explicit SendToUser(Parts parts) : parts_(parts) {}

  // not_found: not connected, and it was not to be kept. See dispatch() for what else fails.
  Task<Result<Output>> run(Input input);

 private:
  Parts parts_;
};

}  // namespace switchboard::push

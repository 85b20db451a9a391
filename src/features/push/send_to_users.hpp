#pragma once
// POST /websocket/message/users: to several people, each once however often they are named.

#include <string>
#include <utility>
#include <vector>

#include "features/push/dispatch.hpp"

namespace switchboard::push {

class SendToUsers {
 public:
  struct Input {
    std::vector<std::string> user_ids;
    Outgoing outgoing;
  };
  // Both in the order in which they were named.
  struct Output {
    std::vector<std::string> delivered_to;      // were connected
    std::vector<std::string> not_delivered_to;  // find it in their inbox, if it was to be kept
    Timestamp sent_at;
  };

  explicit SendToUsers(Parts parts) : parts_(parts) {}

  // See dispatch() for what fails; that nobody is connected is none.
  Task<Result<Output>> run(Input input);

 private:
  Parts parts_;
};

}  // namespace switchboard::push

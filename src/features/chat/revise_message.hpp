#pragma once
// Edits or deletes a message: the chat socket's `edit` and `delete`.

#include <optional>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "model/user.hpp"
#include "ports/message_store.hpp"
#include "ports/publisher.hpp"

namespace switchboard::chat {

class ReviseMessage {
 public:
  struct Input {
    MessageId message;
    std::optional<std::string> content;  // absent: deletes
  };

  // All must outlive it.
  ReviseMessage(ports::MessageStore& messages, ports::Publisher& publisher, Clock const& clock)
      : messages_(messages), publisher_(publisher), clock_(clock) {}

  // Durable when it answers, and then on its way to everybody in the room. Fails as
  // MessageStore::revise, and with invalid_argument: the content's length.
  Task<Result<MessageChange>> run(User const& caller, Input input);

 private:
  ports::MessageStore& messages_;
  ports::Publisher& publisher_;
  Clock const& clock_;
};

}  // namespace switchboard::chat

#pragma once
// Says something in a room: the chat socket's `message`, and POST /api/chat/rooms/{id}/messages.

#include <optional>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "model/room.hpp"
#include "model/user.hpp"
#include "ports/message_store.hpp"
#include "ports/publisher.hpp"

namespace switchboard::chat {

// 1 to 4096 bytes.
[[nodiscard]] Result<void> check_content(std::string const& content);

class PostMessage {
 public:
  struct Input {
    RoomId room;
    std::string content;                           // valid UTF-8
    std::optional<std::string> client_message_id;  // a retry with the same one is not stored again
  };

  // All must outlive it.
  PostMessage(ports::MessageStore& messages, ports::Publisher& publisher, Clock const& clock)
      : messages_(messages), publisher_(publisher), clock_(clock) {}

  // Durable when it answers, and then on its way to everybody in the room. invalid_argument: the
  // content's length; not_found: no such room; unavailable: not stored.
  Task<Result<ports::Appended>> run(User const& author, Input input);

 private:
  ports::MessageStore& messages_;
  ports::Publisher& publisher_;
  Clock const& clock_;
};

}  // namespace switchboard::chat

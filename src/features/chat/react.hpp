#pragma once
// Gives a message an emoji, or takes it back: the chat socket's `react`.

#include <string>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/user.hpp"
#include "ports/message_store.hpp"
#include "ports/publisher.hpp"

namespace switchboard::chat {

class React {
 public:
  struct Input {
    MessageId message;
    std::string emoji;  // 1 to 32 bytes, valid UTF-8
    bool on = true;
  };

  // Both must outlive it.
  React(ports::MessageStore& messages, ports::Publisher& publisher)
      : messages_(messages), publisher_(publisher) {}

  // Everybody in the room hears the counts, if they changed.
  Task<Result<ports::Reacted>> run(UserId caller, Input input);

 private:
  ports::MessageStore& messages_;
  ports::Publisher& publisher_;
};

}  // namespace switchboard::chat

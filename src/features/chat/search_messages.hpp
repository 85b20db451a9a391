#pragma once
// GET /api/chat/search: messages with all of these words, in the rooms that one may read.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/user.hpp"
#include "ports/message_store.hpp"

namespace switchboard::chat {

constexpr std::size_t search_bytes_max = 200;
constexpr std::size_t search_words_max = 10;

// The words of what somebody typed: what stands between blanks and has a letter or a digit.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

class SearchMessages {
 public:
  struct Input {
    std::string text;
    std::optional<RoomId> room;
    std::int64_t limit = 20;
  };

  // `messages` must outlive it.
  explicit SearchMessages(ports::MessageStore& messages) : messages_(messages) {}

  // Newest first. invalid_argument: no word, too many or too long; and what find_room says of the
  // room.
  Task<Result<std::vector<Message>>> run(UserId reader, Input input);

 private:
  ports::MessageStore& messages_;
};

}  // namespace switchboard::chat

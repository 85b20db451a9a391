// Words in messages, found by looking at all of them.

#include <algorithm>
#include <functional>

#include "adapters/memory/message_store.hpp"

namespace switchboard::memory {
namespace {

bool in_word(char c) {
  auto letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string lowered(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c;
  });
  return low;
}

// Whether a word of `text` begins with `word`.
bool holds(std::string const& text, std::string const& word) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if (at == 0 || !in_word(text[at - 1])) return true;
  return false;
}

}  // namespace

Task<Result<bool>> MessageStore::index_some() { co_return false; }

Task<Result<std::vector<Message>>> MessageStore::search(ports::SearchQuery query) {
  auto work = [this, &query]() -> Result<std::vector<Message>> {
    std::vector<Message> found;
    for (auto const& [id, stream] : rooms_.all()) {
      if (query.room && *query.room != id) continue;
      if (!check_access(id, stream.room.kind, stream.standing_of(query.reader))) continue;
      for (auto const& message : stream.messages) {
        auto text = lowered(message.content.value_or(""));
        auto fits = std::ranges::all_of(
            query.words, [&text](auto const& word) { return holds(text, lowered(word)); });
        if (message.content && fits) found.push_back(as_read(rooms_, stream, message));
      }
    }
    std::ranges::sort(found, std::greater{}, &Message::created_at);
    if (std::ssize(found) > query.limit) found.resize(static_cast<std::size_t>(query.limit));
    return found;
  };
  co_return co_await desk_.read(work);
}

}  // namespace switchboard::memory

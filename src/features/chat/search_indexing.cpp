#include "features/chat/search_indexing.hpp"

#include <exception>

namespace switchboard::chat {

SearchIndexing::SearchIndexing(runtime::Loop& loop, ports::MessageStore& messages, Log& log)
    : loop_(loop),
      messages_(messages),
      log_(log),
      timer_(loop.timers(), [](void* self) { static_cast<SearchIndexing*>(self)->index(); }, this) {
  rest(interval);
}

void SearchIndexing::index() {
  // A store that refuses says so itself, and is asked again the next time.
  auto on_done = [this](Result<bool> const& more) {
    rest(more && *more ? between_pieces : interval);
  };
  auto on_thrown = [this](std::exception_ptr const&) {
    log_.error("chat", "indexing messages broke");
    rest(interval);
  };
  start(messages_.index_some(), on_done, on_thrown);
}

}  // namespace switchboard::chat

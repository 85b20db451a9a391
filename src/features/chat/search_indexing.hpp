#pragma once
// Takes what was said into the index while nobody searches, so that the next one who does has
// little to wait for. One a node is enough; it lives on one shard.

#include "base/log.hpp"
#include "ports/message_store.hpp"
#include "runtime/loop.hpp"

namespace switchboard::chat {

class SearchIndexing {
 public:
  static constexpr Duration interval = std::chrono::seconds(5);
  static constexpr Duration between_pieces = std::chrono::milliseconds(200);

  // All must outlive it. Made at start-up or on that loop, and gone once that has stopped.
  SearchIndexing(runtime::Loop& loop, ports::MessageStore& messages, Log& log);
  SearchIndexing(SearchIndexing const&) = delete;

 private:
  void index();
  void rest(Duration duration) { timer_.arm(loop_.now() + duration); }

  runtime::Loop& loop_;
  ports::MessageStore& messages_;
  Log& log_;
  runtime::Timer timer_;
};

}  // namespace switchboard::chat

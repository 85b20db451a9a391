#pragma once
// Takes lapsed items off the disk while nobody is sent anything, too: some of them once a minute,
// and at once more when there are more. One a node is enough; it lives on one shard.

#include <cstdint>

#include "base/log.hpp"
#include "ports/inbox_store.hpp"
#include "runtime/loop.hpp"

namespace switchboard::push {

class InboxSweep {
 public:
  static constexpr Duration interval = std::chrono::minutes(1);
  static constexpr Duration between_pieces = std::chrono::milliseconds(100);
  static constexpr std::int64_t items_a_piece = 256;

  // All must outlive it. Made at start-up or on that loop, and gone once that has stopped.
  InboxSweep(runtime::Loop& loop, ports::InboxStore& inboxes, Log& log);
  InboxSweep(InboxSweep const&) = delete;

 private:
  void sweep();
  void rest(Duration duration) { timer_.arm(loop_.now() + duration); }

  runtime::Loop& loop_;
  ports::InboxStore& inboxes_;
  Log& log_;
  runtime::Timer timer_;
};

}  // namespace switchboard::push

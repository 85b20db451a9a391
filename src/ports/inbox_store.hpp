#pragma once
// Keeps what people were sent while they were away. An inbox is a stream: `seq` only grows, but
// items lapse, are collapsed and make room for newer ones, so it has gaps. Every adapter passes
// tests/contract/inbox_store.cpp.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/inbox.hpp"

namespace switchboard::ports {

struct InboxDraft {
  std::string type;
  std::optional<std::string> content;       // JSON text
  std::optional<std::string> collapse_key;  // takes the place of an unread item with the same one
  Timestamp created_at;
  Timestamp lapses_at;
};

// Called once for each inbox after the commit, before the task resumes, in the order of `seq` for
// each inbox, on the store's own thread. It must not block and must not throw.
using OnStored = std::move_only_function<void(std::string const& subject, Seq seq)>;

class InboxStore {
 public:
  virtual ~InboxStore() = default;

  // One item for each subject (each once, at most inbox_subjects_max), all or none. Durable when it
  // answers; unavailable: not stored. An inbox keeps its last inbox_items_max items. Takes some
  // lapsed items off the disk on the way, whosever they are.
  virtual Task<Result<void>> append(std::vector<std::string> subjects, InboxDraft draft,
                                    OnStored on_stored) = 0;
  // The first `limit` items after `after` that have not lapsed, oldest first; fewer, but at least
  // one, when they are large. An inbox that nobody has ever sent to is an empty one.
  virtual Task<Result<InboxPage>> after(std::string subject, Seq after, std::int64_t limit,
                                        Timestamp now) = 0;
  virtual Task<Result<InboxState>> state(std::string subject) = 0;
  // Never back, and never beyond the head.
  virtual Task<Result<InboxState>> mark_read(std::string subject, Seq seq) = 0;
  // Takes at most `limit` items that have lapsed off the disk; how many there were.
  virtual Task<Result<std::int64_t>> sweep(Timestamp now, std::int64_t limit) = 0;
};

}  // namespace switchboard::ports

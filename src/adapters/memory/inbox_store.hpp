#pragma once
// Inboxes in memory.

#include <map>
#include <string>
#include <vector>

#include "adapters/memory/desk.hpp"
#include "ports/inbox_store.hpp"

namespace switchboard::memory {

class InboxStore final : public ports::InboxStore {
 public:
  // `desk` must outlive the store.
  explicit InboxStore(Desk& desk);

  Task<Result<void>> append(std::vector<std::string> subjects, ports::InboxDraft draft,
                            ports::OnStored on_stored) override;
  Task<Result<InboxPage>> after(std::string subject, Seq after, std::int64_t limit,
                                Timestamp now) override;
  Task<Result<InboxState>> state(std::string subject) override;
  Task<Result<InboxState>> mark_read(std::string subject, Seq seq) override;
  Task<Result<std::int64_t>> sweep(Timestamp now, std::int64_t limit) override;

  // On the desk's thread: what waits for this account goes with it.
  void erase(UserId gone) { inboxes_.erase(gone.value().to_string()); }

 private:
  struct Kept {
    Seq seq;
    ports::InboxDraft draft;
  };
  struct Inbox {
    Seq head;
    Seq read;
    std::vector<Kept> items;  // by seq
  };

  static Seq add(Inbox& inbox, ports::InboxDraft const& draft);
  [[nodiscard]] Inbox const* find(std::string const& subject) const;
  [[nodiscard]] InboxState state_of(Inbox const* inbox) const;
  [[nodiscard]] InboxPage page(std::string const& subject, Seq after, std::int64_t limit,
                               Timestamp now) const;
  std::int64_t remove_lapsed(Timestamp now, std::int64_t limit);

  Desk& desk_;
  Epoch epoch_;
  std::map<std::string, Inbox> inboxes_;
};

}  // namespace switchboard::memory

#pragma once
// Inboxes in SQLite.

#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/writer.hpp"
#include "ports/inbox_store.hpp"

namespace switchboard::sqlite {

class InboxStore final : public ports::InboxStore {
 public:
  // Both must outlive the store.
  InboxStore(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Task<Result<void>> append(std::vector<std::string> subjects, ports::InboxDraft draft,
                            ports::OnStored on_stored) override;
  Task<Result<InboxPage>> after(std::string subject, Seq after, std::int64_t limit,
                                Timestamp now) override;
  Task<Result<InboxState>> state(std::string subject) override;
  Task<Result<InboxState>> mark_read(std::string subject, Seq seq) override;
  Task<Result<std::int64_t>> sweep(Timestamp now, std::int64_t limit) override;

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace switchboard::sqlite

#pragma once
// One item on its way into the inboxes of one or many.

#include <string>
#include <vector>

#include "adapters/sqlite/write_job.hpp"
#include "ports/inbox_store.hpp"

namespace switchboard::sqlite {

class InboxAppendJob final : public AnsweredJob<void> {
 public:
  // All must outlive the job.
  InboxAppendJob(std::vector<std::string> const& subjects, ports::InboxDraft const& draft,
                 ports::OnStored& on_stored);

  void apply(Batch& batch) override;
  void on_committed() noexcept override;

 private:
  [[nodiscard]] Seq add(Connection& connection, std::string const& subject) const;

  std::vector<std::string> const& subjects_;
  ports::InboxDraft const& draft_;
  ports::OnStored& tell_;
  std::vector<Seq> seqs_;  // in the order of the subjects
};

}  // namespace switchboard::sqlite

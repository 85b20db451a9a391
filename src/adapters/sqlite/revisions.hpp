#pragma once
// Messages changed, deleted and reacted to, inside the writer's transaction.

#include "adapters/sqlite/write_job.hpp"
#include "ports/message_store.hpp"

namespace switchboard::sqlite {

[[nodiscard]] Result<MessageChange> revise(Batch& batch, ports::RevisionDraft const& draft);
[[nodiscard]] Result<ports::Reacted> react(Connection& connection, ports::Reaction const& reaction);

class ReviseJob final : public AnsweredJob<MessageChange> {
 public:
  // Both must outlive the job.
  ReviseJob(ports::RevisionDraft const& draft, ports::OnRevised& on_revised)
      : AnsweredJob({ports::StoreOperation::update, ports::StoreTable::message}),
        draft_(draft),
        tell_(on_revised) {}

  void apply(Batch& batch) override { answer_.emplace(revise(batch, draft_)); }
  void on_committed() noexcept override {
    if (tell_ && *answer_) tell_(**answer_);
  }

 private:
  ports::RevisionDraft const& draft_;
  ports::OnRevised& tell_;
};

}  // namespace switchboard::sqlite

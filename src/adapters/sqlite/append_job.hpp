#pragma once
// One message on its way into the log: one statement, and a look only when its sender has named it.

#include "adapters/sqlite/write_job.hpp"
#include "ports/message_store.hpp"

namespace switchboard::sqlite {

class AppendJob final : public AnsweredJob<ports::Appended> {
 public:
  // Both must outlive the job.
  AppendJob(ports::MessageDraft const& draft, ports::OnCommitted& on_committed);

  void apply(Batch& batch) override;
  void on_committed() noexcept override;

 private:
  [[nodiscard]] Result<ports::Appended> append(Batch& batch) const;
  [[nodiscard]] Result<void> check_sender(Batch& batch, RoomHeads::Head const& head) const;
  [[nodiscard]] Result<ports::Appended> first_of_this_name(Connection& connection,
                                                           std::int64_t room) const;

  ports::MessageDraft const& draft_;
  ports::OnCommitted& tell_;
};

}  // namespace switchboard::sqlite

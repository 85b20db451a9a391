#pragma once
// Rooms and messages in memory.

#include <vector>

#include "adapters/memory/desk.hpp"
#include "adapters/memory/rooms.hpp"
#include "ports/message_store.hpp"

namespace switchboard::memory {

class MessageStore final : public ports::MessageStore {
 public:
  // Both must outlive the store.
  MessageStore(Desk& desk, Rooms& rooms) : desk_(desk), rooms_(rooms) {}

  Task<Result<Room>> find_room(RoomId id, std::optional<UserId> reader) override;
  Task<Result<ports::Appended>> append(ports::MessageDraft draft,
                                       ports::OnCommitted on_committed) override;
  Task<Result<std::vector<Message>>> history(ports::HistoryQuery query) override;
  Task<Result<MessageChange>> revise(ports::RevisionDraft draft,
                                     ports::OnRevised on_revised) override;
  Task<Result<ports::Reacted>> react(ports::Reaction reaction) override;
  Task<Result<std::vector<Message>>> search(ports::SearchQuery query) override;
  Task<Result<bool>> index_some() override;
  Task<Result<std::vector<RoomItem>>> items_after(RoomId room, Seq after,
                                                  std::int64_t limit) override;
  Task<Result<std::vector<Message>>> messages_after(RoomId room, Seq after,
                                                    std::int64_t limit) override;

 private:
  [[nodiscard]] Result<ports::Appended> add(ports::MessageDraft& draft);
  // A message that `user` may read, and that is not deleted.
  struct Target {
    Stream* stream = nullptr;
    Message* message = nullptr;
  };
  [[nodiscard]] Result<Target> target(MessageId id, UserId user);
  [[nodiscard]] Result<MessageChange> change(ports::RevisionDraft const& draft);
  [[nodiscard]] Result<ports::Reacted> count(ports::Reaction const& reaction);
  [[nodiscard]] Result<std::vector<Message>> read(ports::HistoryQuery const& query);

  Desk& desk_;
  Rooms& rooms_;
};

}  // namespace switchboard::memory

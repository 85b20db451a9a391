#pragma once
// Rooms and messages in SQLite.

#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/writer.hpp"
#include "ports/message_store.hpp"

namespace switchboard::sqlite {

class MessageStore final : public ports::MessageStore {
 public:
  // Both must outlive the store.
  MessageStore(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

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
  Writer& writer_;
  Readers& readers_;
};

}  // namespace switchboard::sqlite

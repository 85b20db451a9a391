#pragma once
// Rooms and messages in memory.

#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "adapters/memory/desk.hpp"
#include "ports/message_store.hpp"

namespace switchboard::memory {

class MessageStore final : public ports::MessageStore {
 public:
  // Empty once the account is gone; asked on the desk's thread.
  using UsernameOf = std::function<std::string(UserId)>;

  // `desk` must outlive the store. It starts with the rooms that everybody finds.
  MessageStore(Desk& desk, UsernameOf username_of, Timestamp now);

  Task<Result<std::vector<Room>>> rooms() override;
  Task<Result<Room>> find_room(RoomId id) override;
  Task<Result<Room>> create_room(RoomId id, std::string name, Timestamp created_at) override;
  Task<Result<ports::Appended>> append(ports::MessageDraft draft,
                                       ports::OnCommitted on_committed) override;
  Task<Result<std::vector<Message>>> history(ports::HistoryQuery query) override;
  Task<Result<std::vector<Message>>> messages_after(RoomId room, Seq after,
                                                    std::int64_t limit) override;

  // On the desk's thread: what this sender said becomes tombstones.
  void erase(UserId sender);

 private:
  struct Stream {
    Room room;
    std::vector<Message> messages;  // seq is position + 1
    std::map<std::pair<UserId, std::string>, ports::Appended> named;
  };

  [[nodiscard]] Result<Room> add_room(RoomId id, std::string name, Timestamp created_at);
  [[nodiscard]] Result<ports::Appended> add(ports::MessageDraft& draft);
  [[nodiscard]] Result<std::vector<Message>> read(ports::HistoryQuery const& query) const;

  Desk& desk_;
  UsernameOf username_of_;
  std::map<RoomId, Stream> streams_;
  std::set<UserId> gone_;
};

}  // namespace switchboard::memory

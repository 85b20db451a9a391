#pragma once
// A person's direct rooms as one Spark mailbox: what was said in any of them, in the order of time,
// each message under an integer that no other of the mailbox has.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/room.hpp"
#include "ports/message_store.hpp"
#include "ports/room_store.hpp"
#include "protocol/spark/frames.hpp"

namespace switchboard::spark {

constexpr std::int64_t mailbox_items_max = 5000;   // the newest
constexpr std::int64_t mailbox_a_room_max = 1000;  // of one conversation

// How a message that a Spark client named is named in the store.
[[nodiscard]] std::string client_message_id_of(std::int64_t message_id);

// Gives out the ids of one mailbox: the client's own number, the next free one if that is taken.
class ItemIds {
 public:
  [[nodiscard]] std::int64_t take(Message const& message);

 private:
  std::unordered_set<std::int64_t> taken_;
};

[[nodiscard]] Item item_of(Message const& message, ItemIds& ids);

// Where a session stands in each of the person's direct rooms.
using Positions = std::map<RoomId, Seq>;

struct Mailbox {
  std::vector<Message> messages;
  Positions positions;  // of every direct room: the head when it was read
};

class ReadMailbox {
 public:
  // Both must outlive it.
  ReadMailbox(ports::RoomStore& rooms, ports::MessageStore& messages)
      : rooms_(rooms), messages_(messages) {}

  Task<Result<Mailbox>> run(UserId owner);

 private:
  ports::RoomStore& rooms_;
  ports::MessageStore& messages_;
};

}  // namespace switchboard::spark

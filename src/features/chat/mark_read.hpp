#pragma once
// Moves a reader's mark: the chat socket's `read`.

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/publication.hpp"
#include "ports/publisher.hpp"
#include "ports/room_store.hpp"

namespace switchboard::chat {

class MarkRead {
 public:
  // Both must outlive it.
  MarkRead(ports::RoomStore& rooms, ports::SparsePublisher& publisher)
      : rooms_(rooms), publisher_(publisher) {}

  // Never back. The others in the room hear where the mark is; of many moves in a short time, of
  // the last one. `session`: whose own doing it was; 0: nobody's.
  Task<Result<ports::Marked>> run(RoomId room, UserId reader, Seq seq, SessionId session);

 private:
  ports::RoomStore& rooms_;
  ports::SparsePublisher& publisher_;
};

}  // namespace switchboard::chat

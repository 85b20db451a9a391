#pragma once
// Keeps rooms and what was said in them. Every adapter passes tests/contract/message_store.cpp.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/membership.hpp"
#include "model/room.hpp"

namespace switchboard::ports {

struct MessageDraft {
  MessageId id;
  RoomId room;
  UserId sender;
  std::string sender_name;
  std::string content;
  std::optional<std::string> client_message_id;  // unique for ever per room and sender
  Timestamp created_at;
};

// What a send is answered with. A duplicate is the first one's id, seq and time; nothing was
// stored.
struct Appended {
  MessageId id;
  Seq seq;
  Timestamp created_at;
  bool duplicate = false;
};

// Called once for each message that was stored and is no duplicate: after its commit, before its
// task resumes, in the order of `seq` for each room, on the store's own thread. It must not block
// and must not throw.
using OnCommitted = std::move_only_function<void(Appended const&)>;

// An edit, or without content the deletion of a message.
struct RevisionDraft {
  MessageId message;
  Actor actor;
  std::optional<std::string> content;
  Timestamp at;
};

struct Reaction {
  MessageId message;
  UserId user;
  std::string emoji;
  bool on = true;  // false: taken back
};

struct Reacted {
  RoomId room;
  MessageId message;
  std::vector<ReactionCount> counts;
  bool changed = false;
};

// As OnCommitted, for a change: among the room's messages in the order of `seq`.
using OnRevised = std::move_only_function<void(MessageChange const&)>;

struct HistoryQuery {
  RoomId room;
  std::int64_t limit = 50;
  std::optional<Seq> before;          // only messages with a smaller seq
  std::optional<Seq> after;           // only the first `limit` messages with a greater seq
  std::optional<UserId> reader = {};  // refused as find_room refuses them
};

struct SearchQuery {
  UserId reader;
  std::vector<std::string> words;   // at least one; all must be there, each as a word's beginning
  std::optional<RoomId> room = {};  // only there
  std::int64_t limit = 20;
};

class MessageStore {
 public:
  virtual ~MessageStore() = default;

  // As it stands. not_found: `Chat room with ID <id> not found`, also when `reader` may not know of
  // it; permission_denied: the reader was removed.
  virtual Task<Result<Room>> find_room(RoomId id, std::optional<UserId> reader = {}) = 0;

  // Durable when it answers. Fails as find_room does for the sender, and unavailable: not stored (a
  // full disk, too many waiting).
  virtual Task<Result<Appended>> append(MessageDraft draft, OnCommitted on_committed) = 0;

  // Newest first, also with `after`.
  virtual Task<Result<std::vector<Message>>> history(HistoryQuery query) = 0;
  // Changes a message and gives the change the room's next seq. not_found: no such message, or none
  // that the actor may know of; permission_denied, see check_revision; conflict: it is deleted.
  virtual Task<Result<MessageChange>> revise(RevisionDraft draft, OnRevised on_revised) = 0;
  // Fails as `revise`, and conflict beyond emojis_a_message_max. The same again changes nothing.
  virtual Task<Result<Reacted>> react(Reaction reaction) = 0;

  // Newest first, whatever the room, without regard to case; only from rooms that the reader may
  // read. What was committed before is found, unless very much was said since the last search.
  virtual Task<Result<std::vector<Message>>> search(SearchQuery query) = 0;
  // Takes some messages into what is searched; false: there are no more. A search does it, too.
  virtual Task<Result<bool>> index_some() = 0;

  // What stands at the seqs after `after`, oldest first: all there is, or `limit` items.
  virtual Task<Result<std::vector<RoomItem>>> items_after(RoomId room, Seq after,
                                                          std::int64_t limit) = 0;
  // The first `limit` messages after `after`, oldest first.
  virtual Task<Result<std::vector<Message>>> messages_after(RoomId room, Seq after,
                                                            std::int64_t limit) = 0;
};

}  // namespace switchboard::ports

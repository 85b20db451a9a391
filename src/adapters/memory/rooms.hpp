#pragma once
// What the stores of rooms and of messages both look at, on the desk's thread.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/membership.hpp"
#include "ports/message_store.hpp"

namespace switchboard::memory {

// Null once the account is gone.
using FindAccount = std::function<User const*(UserId)>;

struct Belonging {
  Standing standing = Standing::member;
  Timestamp joined_at;
};

struct Stream {
  Room room;
  std::vector<Message> messages;
  std::map<std::pair<UserId, std::string>, ports::Appended> named;
  std::map<UserId, Belonging> members;
  std::map<UserId, Seq> marks;
  std::vector<MessageChange> changes;
  std::map<std::pair<MessageId, std::string>, std::set<UserId>> reactions;

  [[nodiscard]] Seq mark_of(UserId user) const {
    auto found = marks.find(user);
    return found == marks.end() ? Seq(0) : found->second;
  }
  [[nodiscard]] std::vector<ReactionCount> reactions_of(MessageId message) const;

  [[nodiscard]] Standing standing_of(UserId user) const {
    auto found = members.find(user);
    return found == members.end() ? Standing::stranger : found->second.standing;
  }
};

class Rooms {
 public:
  Rooms(FindAccount find_account, Timestamp now);

  // not_found, and what check_access says of `reader`, if there is one.
  [[nodiscard]] Result<Stream*> find(RoomId const& id, std::optional<UserId> reader = {});
  Stream& add(Room room);

  [[nodiscard]] User const* account(UserId id) const { return find_account_(id); }
  [[nodiscard]] bool gone(UserId id) const { return gone_.contains(id); }
  // What this sender said becomes tombstones, and their place is empty but in direct rooms.
  void erase(UserId sender);
  [[nodiscard]] std::map<RoomId, Stream>& all() { return streams_; }

 private:
  FindAccount find_account_;
  std::map<RoomId, Stream> streams_;
  std::set<UserId> gone_;
};

// With the username that the sender has now, and with its reactions.
[[nodiscard]] Message as_read(Rooms const& rooms, Stream const& stream, Message message);

}  // namespace switchboard::memory

#include "adapters/memory/rooms.hpp"

#include "base/random.hpp"

namespace switchboard::memory {

Rooms::Rooms(FindAccount find_account, Timestamp now) : find_account_(std::move(find_account)) {
  add({.id = RoomId("general"), .name = "General Chat", .created_at = now, .head = {}});
  add({.id = RoomId("support"), .name = "Support Channel", .created_at = now, .head = {}});
}

Result<Stream*> Rooms::find(RoomId const& id, std::optional<UserId> reader) {
  auto found = streams_.find(id);
  if (found == streams_.end()) return no_such_room(id);
  auto& stream = found->second;
  if (!reader) return &stream;
  auto allowed = check_access(id, stream.room.kind, stream.standing_of(*reader));
  if (!allowed) return failure_of(std::move(allowed));
  return &stream;
}

Stream& Rooms::add(Room room) {
  room.head = {Seq(0), Epoch(random_hex(8))};
  auto& stream = streams_[room.id];
  stream.room = std::move(room);
  return stream;
}

void Rooms::erase(UserId sender) {
  gone_.insert(sender);
  for (auto& [id, stream] : streams_) {
    if (stream.room.kind != RoomKind::direct) stream.members.erase(sender);
    stream.marks.erase(sender);
    for (auto& [what, people] : stream.reactions) people.erase(sender);
    for (auto& message : stream.messages) {
      if (message.sender != sender) continue;
      message.content.reset();
      message.sender_name = "Deleted account";
    }
  }
}

std::vector<ReactionCount> Stream::reactions_of(MessageId message) const {
  std::vector<ReactionCount> counts;
  for (auto const& [what, people] : reactions)
    if (what.first == message && !people.empty())
      counts.push_back({what.second, std::ssize(people)});
  return counts;
}

Message as_read(Rooms const& rooms, Stream const& stream, Message message) {
  message.reactions = stream.reactions_of(message.id);
  auto const* sender = rooms.account(message.sender);
  message.sender_username = sender == nullptr ? std::string() : sender->username;
  return message;
}

}  // namespace switchboard::memory

#include "adapters/memory/message_store.hpp"

#include <algorithm>
#include <limits>

#include "base/random.hpp"

namespace switchboard::memory {
namespace {

constexpr std::int64_t messages_an_answer_max = 10'000;

std::unexpected<Error> no_such_room(RoomId const& id) {
  return fail(Errc::not_found, "Chat room with ID " + id.value() + " not found", "room_not_found");
}

}  // namespace

MessageStore::MessageStore(Desk& desk, UsernameOf username_of, Timestamp now)
    : desk_(desk), username_of_(std::move(username_of)) {
  static_cast<void>(add_room(RoomId("general"), "General Chat", now));
  static_cast<void>(add_room(RoomId("support"), "Support Channel", now));
}

Result<Room> MessageStore::add_room(RoomId id, std::string name, Timestamp created_at) {
  if (streams_.contains(id))
    return fail(Errc::conflict, "Chat room with ID " + id.value() + " already exists",
                "room_taken");
  Room room{.id = id,
            .name = std::move(name),
            .created_at = created_at,
            .head = {Seq(0), Epoch(random_hex(8))}};
  streams_[id].room = room;
  return room;
}

Result<ports::Appended> MessageStore::add(ports::MessageDraft& draft) {
  auto found = streams_.find(draft.room);
  if (found == streams_.end()) return no_such_room(draft.room);
  if (gone_.contains(draft.sender))
    return fail(Errc::unauthenticated, "The account no longer exists", "account_removed");
  auto& stream = found->second;
  ports::Appended appended{draft.id, Seq(stream.room.head.seq.value() + 1), draft.created_at,
                           false};
  if (draft.client_message_id) {
    auto name = std::pair(draft.sender, *draft.client_message_id);
    auto [first, is_new] = stream.named.emplace(name, appended);
    if (!is_new) {
      appended = first->second;
      appended.duplicate = true;
      return appended;
    }
  }
  stream.room.head.seq = appended.seq;
  stream.messages.push_back({.id = draft.id,
                             .room = draft.room,
                             .seq = appended.seq,
                             .sender = draft.sender,
                             .sender_name = std::move(draft.sender_name),
                             .sender_username = {},
                             .content = std::move(draft.content),
                             .created_at = draft.created_at});
  return appended;
}

void MessageStore::erase(UserId sender) {
  gone_.insert(sender);
  for (auto& [id, stream] : streams_)
    for (auto& message : stream.messages)
      if (message.sender == sender) {
        message.content.reset();
        message.sender_name = "Deleted account";
      }
}

// Oldest first: the first `limit` after `after`, or the last `limit` before `before`.
Result<std::vector<Message>> MessageStore::read(ports::HistoryQuery const& query) const {
  auto found = streams_.find(query.room);
  if (found == streams_.end()) return no_such_room(query.room);
  auto after = query.after.value_or(Seq(0));
  auto before = query.before.value_or(Seq(std::numeric_limits<std::int64_t>::max()));
  auto limit =
      static_cast<std::size_t>(std::clamp<std::int64_t>(query.limit, 0, messages_an_answer_max));
  std::vector<Message> messages;
  for (auto const& message : found->second.messages)
    if (message.seq > after && message.seq < before) messages.push_back(message);
  if (messages.size() > limit && query.after) messages.resize(limit);
  if (messages.size() > limit)
    messages.erase(messages.begin(), messages.end() - static_cast<std::ptrdiff_t>(limit));
  for (auto& message : messages) message.sender_username = username_of_(message.sender);
  return messages;
}

Task<Result<std::vector<Room>>> MessageStore::rooms() {
  auto work = [this]() -> Result<std::vector<Room>> {
    std::vector<Room> rooms;
    rooms.reserve(streams_.size());
    for (auto const& [id, stream] : streams_) rooms.push_back(stream.room);
    std::ranges::sort(rooms, {}, [](auto const& room) { return std::pair(room.name, room.id); });
    return rooms;
  };
  co_return co_await desk_.read(work);
}

Task<Result<Room>> MessageStore::find_room(RoomId id) {
  auto work = [this, &id]() -> Result<Room> {
    auto found = streams_.find(id);
    if (found == streams_.end()) return no_such_room(id);
    return found->second.room;
  };
  co_return co_await desk_.read(work);
}

Task<Result<Room>> MessageStore::create_room(RoomId id, std::string name, Timestamp created_at) {
  auto work = [this, &id, &name, created_at] { return add_room(id, name, created_at); };
  co_return co_await desk_.write(work);
}

Task<Result<ports::Appended>> MessageStore::append(ports::MessageDraft draft,
                                                   ports::OnCommitted on_committed) {
  auto work = [this, &draft, &on_committed] {
    auto appended = add(draft);
    if (appended && !appended->duplicate && on_committed) on_committed(*appended);
    return appended;
  };
  co_return co_await desk_.write(work);
}

Task<Result<std::vector<Message>>> MessageStore::history(ports::HistoryQuery query) {
  auto work = [this, &query] {
    auto messages = read(query);
    if (messages) std::ranges::reverse(*messages);
    return messages;
  };
  co_return co_await desk_.read(work);
}

Task<Result<std::vector<Message>>> MessageStore::messages_after(RoomId room, Seq after,
                                                                std::int64_t limit) {
  ports::HistoryQuery query{.room = std::move(room), .limit = limit, .before = {}, .after = after};
  auto work = [this, &query] { return read(query); };
  co_return co_await desk_.read(work);
}

}  // namespace switchboard::memory

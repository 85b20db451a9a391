#include "adapters/memory/message_store.hpp"

#include <algorithm>
#include <limits>

namespace switchboard::memory {
namespace {

constexpr std::int64_t messages_an_answer_max = 10'000;

}  // namespace

Result<ports::Appended> MessageStore::add(ports::MessageDraft& draft) {
  auto known = rooms_.find(draft.room);
  if (!known) return failure_of(std::move(known));
  if (rooms_.gone(draft.sender))
    return fail(Errc::unauthenticated, "The account no longer exists", "account_removed");
  auto found = rooms_.find(draft.room, draft.sender);
  if (!found) return failure_of(std::move(found));
  auto& stream = **found;
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
  stream.marks[draft.sender] = appended.seq;
  stream.messages.push_back({.id = draft.id,
                             .room = draft.room,
                             .seq = appended.seq,
                             .sender = draft.sender,
                             .sender_name = std::move(draft.sender_name),
                             .sender_username = {},
                             .content = std::move(draft.content),
                             .created_at = draft.created_at,
                             .client_message_id = draft.client_message_id});
  return appended;
}

// Oldest first: the first `limit` after `after`, or the last `limit` before `before`.
Result<std::vector<Message>> MessageStore::read(ports::HistoryQuery const& query) {
  auto found = rooms_.find(query.room, query.reader);
  if (!found) return failure_of(std::move(found));
  auto after = query.after.value_or(Seq(0));
  auto before = query.before.value_or(Seq(std::numeric_limits<std::int64_t>::max()));
  auto limit =
      static_cast<std::size_t>(std::clamp<std::int64_t>(query.limit, 0, messages_an_answer_max));
  std::vector<Message> messages;
  for (auto const& message : (*found)->messages)
    if (message.seq > after && message.seq < before) messages.push_back(message);
  if (messages.size() > limit && query.after) messages.resize(limit);
  if (messages.size() > limit)
    messages.erase(messages.begin(), messages.end() - static_cast<std::ptrdiff_t>(limit));
  for (auto& message : messages) message = as_read(rooms_, **found, std::move(message));
  return messages;
}

Task<Result<Room>> MessageStore::find_room(RoomId id, std::optional<UserId> reader) {
  auto work = [this, &id, reader]() -> Result<Room> {
    auto found = rooms_.find(id, reader);
    if (!found) return failure_of(std::move(found));
    return (*found)->room;
  };
  co_return co_await desk_.read(work);
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

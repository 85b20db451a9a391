// Messages changed, deleted and reacted to.

#include <algorithm>

#include "adapters/memory/message_store.hpp"

namespace switchboard::memory {

Result<MessageStore::Target> MessageStore::target(MessageId id, UserId user) {
  for (auto& [room, stream] : rooms_.all()) {
    auto found = std::ranges::find(stream.messages, id, &Message::id);
    if (found == stream.messages.end()) continue;
    auto allowed = check_access(room, stream.room.kind, stream.standing_of(user));
    if (!allowed && allowed.error().code == Errc::not_found) return no_such_message();
    if (!allowed) return failure_of(std::move(allowed));
    if (!found->content) return fail(Errc::conflict, "The message was deleted", "message_deleted");
    return Target{&stream, &*found};
  }
  return no_such_message();
}

Result<MessageChange> MessageStore::change(ports::RevisionDraft const& draft) {
  auto found = target(draft.message, draft.actor.id);
  if (!found) return failure_of(std::move(found));
  auto [stream, message] = *found;
  auto rights = rights_of(draft.actor, stream->room.kind, stream->standing_of(draft.actor.id));
  auto allowed = check_revision(rights, message->sender == draft.actor.id);
  if (!allowed) return failure_of(std::move(allowed));
  auto& head = stream->room.head.seq;
  head = Seq(head.value() + 1);
  message->content = draft.content;
  message->edited_at = draft.at;
  ++message->version;
  MessageChange change{.message = draft.message,
                       .room = stream->room.id,
                       .seq = head,
                       .version = message->version,
                       .deletes = !draft.content.has_value(),
                       .content = draft.content,
                       .by = draft.actor.id,
                       .at = draft.at};
  stream->changes.push_back(change);
  stream->marks[draft.actor.id] = head;
  if (change.deletes)
    std::erase_if(stream->reactions,
                  [&](auto const& each) { return each.first.first == draft.message; });
  return change;
}

Result<ports::Reacted> MessageStore::count(ports::Reaction const& reaction) {
  auto found = target(reaction.message, reaction.user);
  if (!found) return failure_of(std::move(found));
  auto& stream = *found->stream;
  auto& people = stream.reactions[{reaction.message, reaction.emoji}];
  auto changed =
      reaction.on ? people.insert(reaction.user).second : people.erase(reaction.user) > 0;
  auto counts = stream.reactions_of(reaction.message);
  if (changed && std::ssize(counts) > emojis_a_message_max) {
    people.erase(reaction.user);
    return fail(Errc::conflict, "The message has as many different reactions as it may",
                "too_many_reactions");
  }
  return ports::Reacted{stream.room.id, reaction.message, std::move(counts), changed};
}

Task<Result<MessageChange>> MessageStore::revise(ports::RevisionDraft draft,
                                                 ports::OnRevised on_revised) {
  auto work = [this, &draft, &on_revised] {
    auto changed = change(draft);
    if (changed && on_revised) on_revised(*changed);
    return changed;
  };
  co_return co_await desk_.write(work);
}

Task<Result<ports::Reacted>> MessageStore::react(ports::Reaction reaction) {
  auto work = [this, &reaction] { return count(reaction); };
  co_return co_await desk_.write(work);
}

Task<Result<std::vector<RoomItem>>> MessageStore::items_after(RoomId room, Seq after,
                                                              std::int64_t limit) {
  auto work = [this, &room, after, limit]() -> Result<std::vector<RoomItem>> {
    auto found = rooms_.find(room);
    if (!found) return failure_of(std::move(found));
    auto const& stream = **found;
    std::vector<RoomItem> items;
    for (auto const& message : stream.messages)
      if (message.seq > after) items.emplace_back(as_read(rooms_, stream, message));
    for (auto change : stream.changes) {
      auto now = std::ranges::find(stream.messages, change.message, &Message::id);
      change.content = now->content;
      if (change.seq > after) items.emplace_back(std::move(change));
    }
    std::ranges::sort(items, {}, seq_of);
    if (std::ssize(items) > limit) items.resize(static_cast<std::size_t>(limit));
    return items;
  };
  co_return co_await desk_.read(work);
}

}  // namespace switchboard::memory

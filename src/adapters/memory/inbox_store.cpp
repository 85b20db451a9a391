#include "adapters/memory/inbox_store.hpp"

#include <algorithm>

#include "base/random.hpp"

namespace switchboard::memory {
namespace {

constexpr std::int64_t swept_on_the_way = 16;

}  // namespace

InboxStore::InboxStore(Desk& desk) : desk_(desk), epoch_(random_hex(8)) {}

Seq InboxStore::add(Inbox& inbox, ports::InboxDraft const& draft) {
  auto replaced = [&](Kept const& kept) {
    return draft.collapse_key && kept.draft.collapse_key == draft.collapse_key &&
           kept.seq > inbox.read;
  };
  std::erase_if(inbox.items, replaced);
  inbox.head = Seq(inbox.head.value() + 1);
  inbox.items.push_back({inbox.head, draft});
  if (std::ssize(inbox.items) > inbox_items_max) inbox.items.erase(inbox.items.begin());
  return inbox.head;
}

InboxStore::Inbox const* InboxStore::find(std::string const& subject) const {
  auto found = inboxes_.find(subject);
  return found == inboxes_.end() ? nullptr : &found->second;
}

InboxState InboxStore::state_of(Inbox const* inbox) const {
  if (inbox == nullptr) return {.head = {Seq(0), epoch_}, .unread = 0};
  return {.head = {inbox->head, epoch_}, .unread = inbox->head.value() - inbox->read.value()};
}

InboxPage InboxStore::page(std::string const& subject, Seq after, std::int64_t limit,
                           Timestamp now) const {
  auto const* inbox = find(subject);
  InboxPage page{.items = {}, .state = state_of(inbox)};
  if (inbox == nullptr) return page;
  std::size_t bytes = 0;
  for (auto const& [seq, draft] : inbox->items) {
    if (seq <= after || draft.lapses_at <= now) continue;
    if (std::ssize(page.items) >= limit || bytes >= inbox_page_bytes_max) break;
    bytes += draft.content.value_or("").size();
    page.items.push_back({.seq = seq,
                          .type = draft.type,
                          .content = draft.content,
                          .created_at = draft.created_at,
                          .read = seq <= inbox->read});
  }
  return page;
}

std::int64_t InboxStore::remove_lapsed(Timestamp now, std::int64_t limit) {
  std::int64_t removed = 0;
  auto lapsed = [&](Kept const& kept) {
    if (removed == limit || kept.draft.lapses_at > now) return false;
    ++removed;
    return true;
  };
  for (auto& [subject, inbox] : inboxes_) std::erase_if(inbox.items, lapsed);
  return removed;
}

Task<Result<void>> InboxStore::append(std::vector<std::string> subjects, ports::InboxDraft draft,
                                      ports::OnStored on_stored) {
  auto work = [&]() -> Result<void> {
    remove_lapsed(draft.created_at, swept_on_the_way);
    for (auto const& subject : subjects) {
      auto seq = add(inboxes_[subject], draft);
      if (on_stored) on_stored(subject, seq);
    }
    return {};
  };
  co_return co_await desk_.write(work);
}

Task<Result<InboxPage>> InboxStore::after(std::string subject, Seq after, std::int64_t limit,
                                          Timestamp now) {
  auto work = [&]() -> Result<InboxPage> { return page(subject, after, limit, now); };
  co_return co_await desk_.read(work);
}

Task<Result<InboxState>> InboxStore::state(std::string subject) {
  auto work = [&]() -> Result<InboxState> { return state_of(find(subject)); };
  co_return co_await desk_.read(work);
}

Task<Result<InboxState>> InboxStore::mark_read(std::string subject, Seq seq) {
  auto work = [&]() -> Result<InboxState> {
    auto found = inboxes_.find(subject);
    if (found == inboxes_.end()) return state_of(nullptr);
    auto& inbox = found->second;
    inbox.read = std::max(inbox.read, std::min(seq, inbox.head));
    return state_of(&inbox);
  };
  co_return co_await desk_.write(work);
}

Task<Result<std::int64_t>> InboxStore::sweep(Timestamp now, std::int64_t limit) {
  auto work = [&]() -> Result<std::int64_t> { return remove_lapsed(now, limit); };
  co_return co_await desk_.write(work);
}

}  // namespace switchboard::memory

#include "features/delivery/murmurs.hpp"

#include <utility>

namespace switchboard::delivery {

Murmurs::Murmurs(runtime::Loop& loop, Tell tell)
    : loop_(loop),
      tell_(std::move(tell)),
      timer_(loop.timers(), [](void* self) { static_cast<Murmurs*>(self)->on_tick(); }, this) {}

void Murmurs::offer(Publication publication, UserId whose, ports::Sparse kind) {
  Key key{publication.channel.value(), whose, kind};
  auto found = entries_.find(key);
  auto soon = found != entries_.end() && loop_.now() - found->second.told_at < interval(kind);
  if (soon) {
    if (kind == ports::Sparse::latest) found->second.next = std::move(publication);
    return;
  }
  if (found == entries_.end() && entries_.size() >= entries_max) return;
  entries_.insert_or_assign(std::move(key), Entry{loop_.now()});
  if (!timer_.armed()) timer_.arm(loop_.now() + tick);
  tell_(std::move(publication));
}

void Murmurs::on_tick() {
  auto now = loop_.now();
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    auto& [told_at, next] = entry->second;
    if (now - told_at < interval(std::get<ports::Sparse>(entry->first))) {
      ++entry;
    } else if (next) {
      told_at = now;
      tell_(std::move(*std::exchange(next, {})));
      ++entry;
    } else {
      entry = entries_.erase(entry);
    }
  }
  if (!entries_.empty()) timer_.arm(now + tick);
}

}  // namespace switchboard::delivery

#include "features/delivery/presence.hpp"

#include <algorithm>

namespace switchboard::delivery {

struct Presence::Channel {
  struct Entry {
    Person person;
    std::size_t sessions = 0;
  };

  Channel(Presence& presence, ChannelName channel_name)
      : owner(presence),
        name(std::move(channel_name)),
        tick(
            presence.loop_.timers(), [](void* self) { static_cast<Channel*>(self)->on_tick(); },
            this) {}

  void on_tick() {
    if (!changed.empty()) return owner.tell(*this);
    if (people.empty()) owner.channels_.erase(name.value());  // destroys this
  }

  Presence& owner;
  ChannelName name;
  std::map<UserId, Entry> people;
  std::map<UserId, bool> changed;  // since the last diff: were they there then?
  runtime::Timer tick;             // armed: a diff was told less than `interval` ago
};

Presence::Presence(runtime::Loop& loop, OnDiff on_diff)
    : loop_(loop), on_diff_(std::move(on_diff)) {}

Presence::~Presence() = default;

Presence::Channel& Presence::channel_for(ChannelName const& name) {
  auto& slot = channels_[name.value()];
  if (!slot) slot = std::make_unique<Channel>(*this, name);
  return *slot;
}

bool Presence::enter(ChannelName const& channel, Person const& person) {
  auto& room = channel_for(channel);
  auto& entry = room.people[person.id];
  entry.person = person;
  if (++entry.sessions > 1) return false;
  room.changed.try_emplace(person.id, false);
  if (!room.tick.armed()) room.tick.arm(loop_.now());
  return true;
}

bool Presence::leave(ChannelName const& channel, UserId person) {
  auto found = channels_.find(channel.value());
  if (found == channels_.end()) return false;
  auto& room = *found->second;
  auto entry = room.people.find(person);
  if (entry == room.people.end() || --entry->second.sessions > 0) return false;
  room.people.erase(entry);
  room.changed.try_emplace(person, true);
  if (!room.tick.armed()) room.tick.arm(loop_.now());
  return true;
}

std::size_t Presence::people(ChannelName const& channel) const {
  auto found = channels_.find(channel.value());
  return found == channels_.end() ? 0 : found->second->people.size();
}

PresenceDiff Presence::snapshot(ChannelName const& channel) const {
  PresenceDiff diff;
  auto found = channels_.find(channel.value());
  if (found == channels_.end()) return diff;
  auto const& people = found->second->people;
  diff.count = static_cast<std::int64_t>(people.size());
  if (people.size() > presence_named_max) return diff;
  for (auto const& [id, entry] : people) diff.joined.push_back(entry.person);
  return diff;
}

// Whoever came and went between two diffs is in neither.
void Presence::tell(Channel& channel) {
  PresenceDiff diff;
  diff.count = static_cast<std::int64_t>(channel.people.size());
  auto named = channel.people.size() <= presence_named_max;
  for (auto const& [id, was_there] : channel.changed) {
    auto entry = channel.people.find(id);
    auto is_there = entry != channel.people.end();
    if (!named || is_there == was_there) continue;
    if (is_there)
      diff.joined.push_back(entry->second.person);
    else
      diff.left.push_back(id);
  }
  channel.changed.clear();
  channel.tick.arm(loop_.now() + interval);
  if (!named || !diff.joined.empty() || !diff.left.empty()) on_diff_(channel.name, diff);
}

}  // namespace switchboard::delivery

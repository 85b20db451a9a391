#include "features/accounts/directory.hpp"

#include <utility>

namespace switchboard::accounts {

// A read under way. One that began before a change may bring what was true before it, so it is
// done again, and is not kept.
struct Directory::Reading {
  Reading(Directory& directory, UserId user) : home(directory), id(user) {
    home.readings_.push_back(this);
  }
  Reading(Reading const&) = delete;
  ~Reading() { std::erase(home.readings_, this); }

  Directory& home;
  UserId id;
  bool overtaken = false;
};

namespace {

constexpr int attempts_max = 8;  // each one more needs another change in the meantime

}  // namespace

SharedUser Directory::at_hand(UserId id) {
  auto place = places_.find(id);
  if (place == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, place->second);
  return *place->second;
}

Task<Result<SharedUser>> Directory::find(UserId id) {
  if (auto user = at_hand(id)) co_return user;
  co_return co_await read(id);
}

Task<Result<SharedUser>> Directory::read(UserId id) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    Reading reading(*this, id);
    auto found = co_await store_.find(id);
    if (reading.overtaken) continue;
    if (!found) {
      drop(id);
      co_return failure_of(std::move(found));
    }
    auto user = std::make_shared<User const>(std::move(*found));
    keep(user);
    co_return user;
  }
  co_return fail(Errc::unavailable, "The account is changing, try again soon", "busy");
}

void Directory::forget(UserId id) {
  drop(id);
  for (auto* reading : readings_)
    if (reading->id == id) reading->overtaken = true;
}

void Directory::keep(SharedUser user) {
  auto id = user->id;
  drop(id);
  if (entries_.size() >= entries_max_) {
    places_.erase(entries_.back()->id);
    entries_.pop_back();
  }
  entries_.push_front(std::move(user));
  places_.emplace(id, entries_.begin());
}

void Directory::drop(UserId id) {
  auto place = places_.find(id);
  if (place == places_.end()) return;
  entries_.erase(place->second);
  places_.erase(place);
}

}  // namespace switchboard::accounts

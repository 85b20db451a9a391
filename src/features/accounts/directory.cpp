#include "features/accounts/directory.hpp"

#include <algorithm>
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

bool Account::has(SignInId sign_in) const { return std::ranges::binary_search(sign_ins, sign_in); }

SharedAccount Directory::at_hand(UserId id) {
  auto place = places_.find(id);
  if (place == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, place->second);
  return *place->second;
}

Task<Result<SharedAccount>> Directory::find(UserId id) {
  if (auto account = at_hand(id)) co_return account;
  co_return co_await read(id);
}

Task<Result<SharedAccount>> Directory::read(UserId id) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    Reading reading(*this, id);
    auto account = co_await read_once(id);
    if (reading.overtaken) continue;
    if (account)
      keep(*account);
    else
      drop(id);
    co_return account;
  }
  co_return fail(Errc::unavailable, "The account is changing, try again soon", "busy");
}

Task<Result<SharedAccount>> Directory::read_once(UserId id) {
  auto user = co_await users_.find(id);
  if (!user) co_return failure_of(std::move(user));
  auto sign_ins = co_await sign_ins_.of(id);
  if (!sign_ins) co_return failure_of(std::move(sign_ins));
  auto account = std::make_shared<Account>();
  static_cast<User&>(*account) = std::move(*user);
  for (auto const& each : *sign_ins) account->sign_ins.push_back(each.id);
  std::ranges::sort(account->sign_ins);
  co_return account;
}

void Directory::forget(UserId id) {
  drop(id);
  for (auto* reading : readings_)
    if (reading->id == id) reading->overtaken = true;
}

void Directory::keep(SharedAccount account) {
  auto id = account->id;
  drop(id);
  if (entries_.size() >= entries_max_) {
    places_.erase(entries_.back()->id);
    entries_.pop_back();
  }
  entries_.push_front(std::move(account));
  places_.emplace(id, entries_.begin());
}

void Directory::drop(UserId id) {
  auto place = places_.find(id);
  if (place == places_.end()) return;
  entries_.erase(place->second);
  places_.erase(place);
}

}  // namespace switchboard::accounts

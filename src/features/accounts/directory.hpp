#pragma once
// Accounts as they are now, near at hand: a bounded cache in front of the store, one for each
// shard. AccountChanges empties it in time, so that it never shows what was true before a change
// that somebody has been told of.

#include <cstddef>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/user.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

using SharedUser = std::shared_ptr<User const>;

class Directory {
 public:
  static constexpr std::size_t entries_max_default = 10'000;

  // `store` must outlive the directory.
  explicit Directory(ports::UserStore& store, std::size_t entries_max = entries_max_default)
      : store_(store), entries_max_(entries_max) {}
  Directory(Directory const&) = delete;

  // What is at hand, at once and without allocating; null when the store must be asked.
  [[nodiscard]] SharedUser at_hand(UserId id);
  // not_found, and what the store answers.
  Task<Result<SharedUser>> find(UserId id);
  // The same, without looking at what is at hand.
  Task<Result<SharedUser>> read(UserId id);

  // The account changed: what is at hand goes, and so does what is being read for it now.
  void forget(UserId id);

  [[nodiscard]] std::size_t size() const { return places_.size(); }

 private:
  struct Reading;
  using Entries = std::list<SharedUser>;  // used last first

  void keep(SharedUser user);
  void drop(UserId id);

  ports::UserStore& store_;
  std::size_t entries_max_;
  Entries entries_;
  std::unordered_map<UserId, Entries::iterator> places_;
  std::vector<Reading*> readings_;
};

}  // namespace switchboard::accounts

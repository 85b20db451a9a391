#pragma once
// Accounts that were removed a moment ago: what they had under way must not be stored any more.
// Longer ago needs no memory, since nobody is let in without an account. Belongs to the writer.

#include <deque>
#include <unordered_set>

#include "model/user.hpp"

namespace switchboard::sqlite {

class RemovedSenders {
 public:
  [[nodiscard]] bool contains(UserId id) const { return !ids_.empty() && ids_.contains(id); }

  void add(UserId id);  // inside a batch
  void committed();
  void rolled_back();

 private:
  static constexpr std::size_t remembered_max = 4096;

  std::unordered_set<UserId> ids_;
  std::deque<UserId> oldest_first_;
  std::size_t of_this_batch_ = 0;
};

}  // namespace switchboard::sqlite

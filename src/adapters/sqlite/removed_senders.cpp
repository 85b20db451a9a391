#include "adapters/sqlite/removed_senders.hpp"

namespace switchboard::sqlite {

void RemovedSenders::add(UserId id) {
  if (!ids_.insert(id).second) return;
  oldest_first_.push_back(id);
  ++of_this_batch_;
}

void RemovedSenders::committed() {
  of_this_batch_ = 0;
  for (; oldest_first_.size() > remembered_max; oldest_first_.pop_front())
    ids_.erase(oldest_first_.front());
}

void RemovedSenders::rolled_back() {
  for (; of_this_batch_ > 0; --of_this_batch_) {
    ids_.erase(oldest_first_.back());
    oldest_first_.pop_back();
  }
}

}  // namespace switchboard::sqlite

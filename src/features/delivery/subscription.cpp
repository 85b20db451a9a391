#include <algorithm>

#include "features/delivery/room_log.hpp"

namespace switchboard::delivery {

Subscription::Subscription(std::shared_ptr<RoomLog> log, Outlet& outlet, SessionId session)
    : log_(std::move(log)), outlet_(outlet), session_(session), secure_(outlet.plain_fd() < 0) {
  log_->join_waiting(*this, log_->end(), State::paused);
}

Subscription::~Subscription() { log_->remove(*this); }

bool Subscription::go_live(Seq seen) {
  seen_ = seen;
  if (overrun_) {
    overrun_ = false;
    cursor_ = log_->end();
    return false;
  }
  state_ = State::held;
  resume();
  return true;
}

Seq Subscription::last_seq() const {
  auto cursor = state_ == State::live ? log_->flushed_ : cursor_;
  return std::max(seen_, log_->seq_before(cursor));
}

void Subscription::hold() {
  if (state_ == State::live)
    log_->leave_live(*this, log_->flushed_, State::held);
  else if (state_ == State::behind)
    state_ = State::held;
}

bool Subscription::resume() {
  if (state_ != State::held) return true;
  if (outlet_.blocked()) return false;
  state_ = State::behind;
  auto caught_up = log_->catch_up(*this, log_->flushed_, true);
  log_->trim();
  return caught_up;
}

}  // namespace switchboard::delivery

#include "features/delivery/room_log.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::delivery {
namespace {

constexpr std::size_t kept_capacity_max = 64 * 1024;  // an idle log gives back what a storm took

}  // namespace

void RoomLog::append(Publication const& publication) {
  auto before = bytes_.size();
  codec_.encode(publication, bytes_);
  if (bytes_.size() == before) return;
  marks_.push_back({end(), publication.seq, publication.except, publication.fleeting});
  appended_seq_ = std::max(appended_seq_, publication.seq);
}

void RoomLog::each_session(std::function<void(SessionId)> const& visit) const {
  for (auto const* list : {&live_, &secure_, &waiting_})
    for (auto const* subscription : *list) visit(subscription->session_);
}

std::size_t RoomLog::flush(runtime::BatchSender& sender) {
  if (!dirty()) return 0;
  set_excepted_aside();
  auto batch = range(flushed_, end());
  auto reached = live_.size() + secure_.size();
  flush_live(sender, batch);
  flush_secure(batch);
  flushed_ = end();
  flushed_seq_ = appended_seq_;
  flush_waiting();
  check_bounds();
  tell();
  trim();
  return reached;
}

// Whoever a frame leaves out is served alone, so that everybody else can share one batch.
void RoomLog::set_excepted_aside() {
  auto first = std::ranges::upper_bound(marks_, flushed_, {}, &Mark::end);
  for (; first != marks_.end(); ++first) {
    if (first->except == SessionId{}) continue;
    auto session = first->except;
    auto plain = std::ranges::find(sessions_, session.value());
    if (plain != sessions_.end()) {
      auto* subscription = live_[static_cast<std::size_t>(plain - sessions_.begin())];
      leave_live(*subscription, flushed_, Subscription::State::behind);
      continue;
    }
    auto secure = std::ranges::find(secure_, session, &Subscription::session_);
    if (secure != secure_.end()) leave_live(**secure, flushed_, Subscription::State::behind);
  }
}

void RoomLog::flush_live(runtime::BatchSender& sender, std::string_view batch) {
  if (live_.empty()) return;
  taken_.resize(fds_.size());
  sender.send(fds_, batch, taken_);
  // From the back, since whoever did not take it all leaves the list.
  for (auto i = live_.size(); i-- > 0;)
    if (taken_[i] != static_cast<std::int64_t>(batch.size())) [[unlikely]]
      settle(*live_[i], taken_[i]);
}

void RoomLog::flush_secure(std::string_view batch) {
  for (auto i = secure_.size(); i-- > 0;) {
    auto taken = secure_[i]->outlet_.write_some(batch);
    if (taken != static_cast<std::ptrdiff_t>(batch.size())) settle(*secure_[i], taken);
  }
}

void RoomLog::settle(Subscription& subscription, std::int64_t taken) {
  if (taken < 0) {
    leave_live(subscription, flushed_, Subscription::State::held);
    broken_.push_back(&subscription);
    return;
  }
  auto stopped = flushed_ + static_cast<std::uint64_t>(taken);
  auto next = taken == 0 ? stopped : frame_end(stopped);
  leave_live(subscription, next, Subscription::State::held);
  subscription.outlet_.hold(range(stopped, next));
}

// The end of the frame in which `offset` lies; `offset` itself when it is a frame's end.
std::uint64_t RoomLog::frame_end(std::uint64_t offset) const {
  auto mark = std::ranges::lower_bound(marks_, offset, {}, &Mark::end);
  return mark == marks_.end() ? end() : mark->end;
}

// The last seq among the frames that end at `offset` or before it.
Seq RoomLog::seq_before(std::uint64_t offset) const {
  auto last = trimmed_seq_;
  for (auto const& mark : marks_) {
    if (mark.end > offset) break;
    last = std::max(last, mark.seq);
  }
  return last;
}

void RoomLog::flush_waiting() {
  for (auto i = waiting_.size(); i-- > 0;)
    if (waiting_[i]->state_ == Subscription::State::behind) catch_up(*waiting_[i], flushed_, false);
}

// Sends what lies between the cursor and `limit`, without what is not for this session, and to who
// is `late` nothing fleeting. True when it got there.
bool RoomLog::catch_up(Subscription& subscription, std::uint64_t limit, bool late) {
  auto start = subscription.cursor_;
  auto position = start;
  auto mark = std::ranges::upper_bound(marks_, start, {}, &Mark::end);
  for (; mark != marks_.end() && position < limit; ++mark) {
    auto wanted = mark->except != subscription.session_ && !(late && mark->fleeting) &&
                  (mark->seq == Seq{} || mark->seq > subscription.seen_);
    if (wanted) {
      position = mark->end;
      continue;
    }
    if (!write_range(subscription, start, position)) return false;
    start = position = mark->end;
    subscription.cursor_ = start;
  }
  if (!write_range(subscription, start, position)) return false;
  // What it has seen already may still be on its way here: until it has passed, it is served alone.
  auto passed = subscription.seen_ <= flushed_seq_;
  if (subscription.cursor_ == flushed_ && passed) join_live(subscription);
  return true;
}

bool RoomLog::write_range(Subscription& subscription, std::uint64_t from, std::uint64_t to) {
  if (from == to) return true;
  auto taken = subscription.outlet_.write_some(range(from, to));
  if (taken == static_cast<std::ptrdiff_t>(to - from)) {
    subscription.cursor_ = to;
    return true;
  }
  subscription.state_ = Subscription::State::held;
  if (taken < 0) return false;  // the outlet knows already
  auto stopped = from + static_cast<std::uint64_t>(taken);
  auto next = taken == 0 ? stopped : frame_end(stopped);
  subscription.cursor_ = next;
  subscription.outlet_.hold(range(stopped, next));
  return false;
}

// Whoever owes more than its bound is told; one that still reads its history only loses the right
// to go on from here.
void RoomLog::check_bounds() {
  for (auto* subscription : waiting_) {
    if (end() - subscription->cursor_ <= limits_.unread_bytes_max) continue;
    if (subscription->state_ == Subscription::State::paused) {
      subscription->overrun_ = true;
      subscription->cursor_ = end();
    } else {
      slow_.push_back(subscription);
    }
  }
}

void RoomLog::tell() {
  auto broken = std::exchange(broken_, {});
  auto slow = std::exchange(slow_, {});
  for (auto* subscription : broken) subscription->outlet_.on_broken();
  for (auto* subscription : slow) subscription->outlet_.on_slow_consumer();
}

void RoomLog::trim() {
  auto keep_from = flushed_;
  for (auto const* subscription : waiting_) keep_from = std::min(keep_from, subscription->cursor_);
  for (; !marks_.empty() && marks_.front().end <= keep_from; marks_.pop_front())
    trimmed_seq_ = std::max(trimmed_seq_, marks_.front().seq);
  auto done = keep_from - base_;
  // Half of it at a time, so that moving the rest costs no more than appending it did.
  if (done < bytes_.size() && done < bytes_.size() / 2) return;
  bytes_.erase(0, done);
  base_ = keep_from;
  if (bytes_.empty() && bytes_.capacity() > kept_capacity_max) bytes_.shrink_to_fit();
}

void RoomLog::join_live(Subscription& subscription) {
  leave_waiting(subscription);
  subscription.state_ = Subscription::State::live;
  if (subscription.secure_) {
    subscription.place_ = static_cast<std::uint32_t>(secure_.size());
    secure_.push_back(&subscription);
    return;
  }
  subscription.place_ = static_cast<std::uint32_t>(live_.size());
  live_.push_back(&subscription);
  fds_.push_back(subscription.outlet_.plain_fd());
  sessions_.push_back(subscription.session_.value());
}

void RoomLog::leave_live(Subscription& subscription, std::uint64_t cursor,
                         Subscription::State state) {
  auto place = subscription.place_;
  if (subscription.secure_) {
    secure_[place] = secure_.back();
    secure_[place]->place_ = place;
    secure_.pop_back();
  } else {
    live_[place] = live_.back();
    fds_[place] = fds_.back();
    sessions_[place] = sessions_.back();
    live_[place]->place_ = place;
    live_.pop_back();
    fds_.pop_back();
    sessions_.pop_back();
  }
  join_waiting(subscription, cursor, state);
}

void RoomLog::join_waiting(Subscription& subscription, std::uint64_t cursor,
                           Subscription::State state) {
  subscription.cursor_ = cursor;
  subscription.state_ = state;
  subscription.place_ = static_cast<std::uint32_t>(waiting_.size());
  waiting_.push_back(&subscription);
}

void RoomLog::leave_waiting(Subscription& subscription) {
  auto place = subscription.place_;
  waiting_[place] = waiting_.back();
  waiting_[place]->place_ = place;
  waiting_.pop_back();
}

void RoomLog::remove(Subscription& subscription) {
  if (subscription.state_ == Subscription::State::live)
    leave_live(subscription, flushed_, Subscription::State::held);
  leave_waiting(subscription);
  std::erase(broken_, &subscription);
  std::erase(slow_, &subscription);
  trim();
}

}  // namespace switchboard::delivery

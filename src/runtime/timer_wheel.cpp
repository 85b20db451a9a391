#include "runtime/timer_wheel.hpp"

#include <algorithm>

namespace switchboard::runtime {
namespace {

void unlink(detail::TimerLink& link) {
  link.previous->next = link.next;
  link.next->previous = link.previous;
  link.next = link.previous = nullptr;
}

void append(detail::TimerLink& head, detail::TimerLink& link) {
  link.previous = head.previous;
  link.next = &head;
  head.previous->next = &link;
  head.previous = &link;
}

bool empty(detail::TimerLink const& head) { return head.next == &head; }

}  // namespace

void Timer::arm(Instant deadline) {
  cancel();
  due_ = std::max(wheel_.tick_of(deadline, true), wheel_.tick_ + 1);
  wheel_.place(*this);
  ++wheel_.armed_;
}

void Timer::cancel() {
  if (!armed()) return;
  wheel_.remove(*this);
}

TimerWheel::TimerWheel(Instant start) : start_(start) {
  for (auto& level : wheel_)
    for (auto& head : level) head.next = head.previous = &head;
}

std::uint64_t TimerWheel::tick_of(Instant moment, bool up) const {
  if (moment <= start_) return 0;
  auto since = moment - start_;
  auto whole = up ? std::chrono::ceil<std::chrono::milliseconds>(since)
                  : std::chrono::floor<std::chrono::milliseconds>(since);
  return static_cast<std::uint64_t>(whole.count());
}

// The level is where the due tick first differs from now; a timer moves down as time comes closer.
void TimerWheel::place(Timer& timer) {
  auto distance = timer.due_ ^ tick_;
  int level = 0;
  while (level + 1 < levels && distance >> (slot_bits * (level + 1)) != 0) ++level;
  auto slot = timer.due_ >> (slot_bits * level) & (slots - 1);
  append(wheel_[static_cast<std::size_t>(level)][slot], timer);
}

void TimerWheel::remove(Timer& timer) {
  unlink(timer);
  --armed_;
}

// Deals the slot of `level` that now begins out to the levels below. On the last level a timer that
// is a whole turn of the wheel away comes back to the same slot, behind the last one to be dealt.
void TimerWheel::cascade(int level) {
  auto slot = tick_ >> (slot_bits * level) & (slots - 1);
  auto& head = wheel_[static_cast<std::size_t>(level)][slot];
  auto const* last = head.previous;
  for (bool dealt = empty(head); !dealt;) {
    auto& timer = static_cast<Timer&>(*head.next);
    dealt = &timer == last;
    unlink(timer);
    place(timer);
  }
}

std::size_t TimerWheel::fire(std::size_t slot) {
  std::size_t fired = 0;
  auto& head = wheel_[0][slot];
  while (!empty(head)) {
    auto& timer = static_cast<Timer&>(*head.next);
    remove(timer);
    ++fired;
    timer.action_(timer.owner_);
  }
  return fired;
}

std::size_t TimerWheel::advance(Instant now) {
  auto target = tick_of(now, false);
  std::size_t fired = 0;
  while (tick_ < target) {
    auto next = armed_ == 0 ? std::nullopt : next_tick();
    tick_ = next ? std::min(*next, target) : target;
    for (int level = levels - 1; level > 0; --level)
      if ((tick_ & ((1ULL << (slot_bits * level)) - 1)) == 0) cascade(level);
    fired += fire(tick_ & (slots - 1));
  }
  return fired;
}

// The first tick at which a slot fires or is dealt out: exact on level 0, early above, where a
// slot's timers are apart.
std::optional<std::uint64_t> TimerWheel::next_tick() const {
  for (int level = 0; level < levels; ++level) {
    auto shift = slot_bits * level;
    auto begin = tick_ >> shift;
    for (auto slot = (begin & (slots - 1)) + 1; slot < slots; ++slot)
      if (!empty(wheel_[static_cast<std::size_t>(level)][slot]))
        return ((begin & ~(slots - 1)) + slot) << shift;
  }
  // The last level wraps around: look again at its next turn.
  auto shift = slot_bits * levels;
  return ((tick_ >> shift) + 1) << shift;
}

std::optional<Instant> TimerWheel::next() const {
  if (armed_ == 0) return std::nullopt;
  return start_ + std::chrono::milliseconds(*next_tick());
}

}  // namespace switchboard::runtime

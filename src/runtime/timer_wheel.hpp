#pragma once
// Timers of one shard: arming and cancelling cost a few pointer writes, whatever their number.
// Resolution: a millisecond, never early.

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>

#include "base/instant.hpp"

namespace switchboard::runtime {

class TimerWheel;

namespace detail {
struct TimerLink {
  TimerLink* next = nullptr;
  TimerLink* previous = nullptr;
};
}  // namespace detail

// Lives inside its owner; holds nothing on the heap. Cancelled when destroyed. `action(owner)` may
// do anything, also arm the timer again or destroy its owner.
class Timer : detail::TimerLink {
 public:
  using Action = void (*)(void* owner);

  Timer(TimerWheel& wheel, Action action, void* owner)
      : wheel_(wheel), action_(action), owner_(owner) {}
  Timer(Timer const&) = delete;
  ~Timer() { cancel(); }

  void arm(Instant deadline);  // an armed timer moves
  void cancel();
  [[nodiscard]] bool armed() const { return next != nullptr; }

 private:
  friend class TimerWheel;
  TimerWheel& wheel_;
  Action action_;
  void* owner_;
  std::uint64_t due_ = 0;  // milliseconds since the wheel's start, rounded up
};

class TimerWheel {
 public:
  explicit TimerWheel(Instant start);
  TimerWheel(TimerWheel const&) = delete;

  // Fires what is due, in order of deadlines to a millisecond; returns how many fired.
  std::size_t advance(Instant now);
  // No timer fires before it; nullopt: none is armed.
  [[nodiscard]] std::optional<Instant> next() const;

 private:
  friend class Timer;
  static constexpr int slot_bits = 6;
  static constexpr std::size_t slots = 1U << slot_bits;
  static constexpr int levels = 6;  // 64 ms, 4 s, 4 min, 4.6 h, 12 d, 2 y

  void place(Timer& timer);
  void remove(Timer& timer);
  void cascade(int level);
  std::size_t fire(std::size_t slot);
  [[nodiscard]] std::optional<std::uint64_t> next_tick() const;
  [[nodiscard]] std::uint64_t tick_of(Instant moment, bool up) const;

  Instant start_;
  std::uint64_t tick_ = 0;  // everything due at or before it has fired
  std::size_t armed_ = 0;
  std::array<std::array<detail::TimerLink, slots>, levels> wheel_;
};

}  // namespace switchboard::runtime

#pragma once
// One shard's heart: epoll, timers, a mailbox, and what happens when a turn ends. Everything but
// post() belongs to the one thread that runs it.

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "base/instant.hpp"
#include "runtime/fd.hpp"
#include "runtime/timer_wheel.hpp"

namespace switchboard::runtime {

using Job = std::move_only_function<void()>;

class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void on_events(std::uint32_t epoll_events) = 0;
};

// Runs once at the end of each turn in which it was asked for: first all replies, then all fan-out,
// so that what a session was told directly never arrives behind what its room heard later.
class TurnEnd {
 public:
  enum class Phase : std::uint8_t { replies, fan_out };

  explicit TurnEnd(Phase phase) : phase_(phase) {}
  virtual ~TurnEnd() = default;
  virtual void on_turn_end() = 0;

 private:
  friend class Loop;
  Phase phase_;
  bool asked_ = false;
};

class Loop {
 public:
  // `clock` must outlive the loop. `index`: which shard this is.
  explicit Loop(Clock const& clock, std::size_t index = 0);
  ~Loop();
  Loop(Loop const&) = delete;

  // The loop whose thread this is; null elsewhere.
  [[nodiscard]] static Loop* current();
  [[nodiscard]] std::size_t index() const { return index_; }

  // The clock as of this turn's start; reading it costs nothing.
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] Clock const& clock() const { return clock_; }
  [[nodiscard]] TimerWheel& timers() { return timers_; }

  void watch(int fd, std::uint32_t epoll_events, Watcher& watcher);
  void rewatch(int fd, std::uint32_t epoll_events, Watcher& watcher);
  // Also drops what has already been reported for `watcher` in this turn.
  void unwatch(int fd, Watcher& watcher);

  // From any thread; jobs run in the order of their posting. The mailbox has no bound of its own:
  // whoever posts has a bounded number of things under way.
  void post(Job job);
  void ask_turn_end(TurnEnd& end);
  // Keeps something that was closed in this turn alive until nothing can refer to it any more.
  void destroy_later(std::move_only_function<void()> destroy);

  // One turn: events, mailbox, timers, turn ends. Waits for at most `wait` (nullopt: until
  // something happens). True if anything happened.
  bool turn(std::optional<Duration> wait);
  // Makes this thread the loop's for as long as the loop is pumped by hand.
  void adopt_thread();
  void release_thread();

  void run();   // until stop()
  void stop();  // from any thread

  // `co_await loop.sleep(duration)`: on this loop only.
  struct Sleep {
    Loop& loop;
    Duration duration;
    std::coroutine_handle<> sleeper;
    std::optional<Timer> timer;
    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> handle);
    void await_resume() const {}
  };
  [[nodiscard]] Sleep sleep(Duration duration) { return {*this, duration, {}, {}}; }

 private:
  [[nodiscard]] int wait_milliseconds(std::optional<Duration> wait);
  std::size_t dispatch(int milliseconds);
  std::size_t empty_mailbox();
  std::size_t run_turn_ends(std::vector<TurnEnd*>& ends);
  std::size_t end_turn();

  static constexpr std::size_t events_max = 256;

  Clock const& clock_;
  std::size_t index_;
  Instant now_;
  TimerWheel timers_;
  Fd epoll_;
  Fd wake_;
  std::array<epoll_event, events_max> events_{};
  int events_now_ = 0;
  std::array<std::vector<TurnEnd*>, 2> turn_ends_;  // by phase
  std::vector<std::move_only_function<void()>> graveyard_;
  std::vector<Job> jobs_;
  std::mutex mailbox_lock_;
  std::vector<Job> mailbox_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace switchboard::runtime

#include "runtime/loop.hpp"

#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace switchboard::runtime {
namespace {

thread_local Loop* current_loop = nullptr;

[[noreturn]] void throw_errno(char const* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void control(int epoll, int operation, int fd, std::uint32_t events, Watcher* watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = watcher;
  if (epoll_ctl(epoll, operation, fd, &event) != 0) throw_errno("epoll_ctl");
}

}  // namespace

Loop::Loop(Clock const& clock, std::size_t index)
    : clock_(clock),
      index_(index),
      now_(clock.now()),
      timers_(now_),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!epoll_ || !wake_) throw_errno("epoll");
  control(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), EPOLLIN | EPOLLET, nullptr);
}

Loop::~Loop() { release_thread(); }

Loop* Loop::current() { return current_loop; }

void Loop::watch(int fd, std::uint32_t epoll_events, Watcher& watcher) {
  control(epoll_.get(), EPOLL_CTL_ADD, fd, epoll_events, &watcher);
}

void Loop::rewatch(int fd, std::uint32_t epoll_events, Watcher& watcher) {
  control(epoll_.get(), EPOLL_CTL_MOD, fd, epoll_events, &watcher);
}

void Loop::unwatch(int fd, Watcher& watcher) {
  control(epoll_.get(), EPOLL_CTL_DEL, fd, 0, nullptr);
  for (int i = 0; i < events_now_; ++i)
    if (events_[static_cast<std::size_t>(i)].data.ptr == &watcher)
      events_[static_cast<std::size_t>(i)].data.ptr = nullptr;
}

void Loop::post(Job job) {
  bool first = false;
  {
    std::lock_guard lock(mailbox_lock_);
    first = mailbox_.empty();
    mailbox_.push_back(std::move(job));
  }
  // The loop's own thread looks into the mailbox before it sleeps.
  if (first && current_loop != this) eventfd_write(wake_.get(), 1);
}

void Loop::ask_turn_end(TurnEnd& end) {
  if (end.asked_) return;
  end.asked_ = true;
  turn_ends_[static_cast<std::size_t>(end.phase_)].push_back(&end);
}

void Loop::destroy_later(std::move_only_function<void()> destroy) {
  graveyard_.push_back(std::move(destroy));
}

int Loop::wait_milliseconds(std::optional<Duration> wait) {
  {
    std::lock_guard lock(mailbox_lock_);
    if (!mailbox_.empty()) return 0;
  }
  if (auto next = timers_.next()) {
    auto until = std::max(*next - clock_.now(), Duration::zero());
    wait = wait ? std::min(*wait, until) : until;
  }
  if (!wait) return -1;
  auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(*wait).count();
  return static_cast<int>(std::min<std::int64_t>(milliseconds, 60'000));
}

std::size_t Loop::dispatch(int milliseconds) {
  events_now_ = epoll_wait(epoll_.get(), events_.data(), events_max, milliseconds);
  if (events_now_ < 0 && errno != EINTR) throw_errno("epoll_wait");
  events_now_ = std::max(events_now_, 0);
  now_ = clock_.now();
  // What was posted before an event happened may be its cause: it is heard first. What the events
  // post is heard in this turn too; what a job posts alone waits for the next one.
  auto seen = empty_mailbox();
  auto any = events_now_ > 0;
  for (int i = 0; i < events_now_; ++i) {
    auto const& event = events_[static_cast<std::size_t>(i)];
    if (auto* watcher = static_cast<Watcher*>(event.data.ptr)) {
      watcher->on_events(event.events);
      ++seen;
    }
  }
  events_now_ = 0;
  return any ? seen + empty_mailbox() : seen;
}

std::size_t Loop::empty_mailbox() {
  {
    std::lock_guard lock(mailbox_lock_);
    jobs_.swap(mailbox_);
  }
  auto count = jobs_.size();
  for (auto& job : jobs_) job();
  jobs_.clear();
  return count;
}

// By index, since an end may ask for another one of its phase.
std::size_t Loop::run_turn_ends(std::vector<TurnEnd*>& ends) {
  for (std::size_t i = 0; i < ends.size(); ++i) {
    ends[i]->asked_ = false;
    ends[i]->on_turn_end();
  }
  auto count = ends.size();
  ends.clear();
  return count;
}

std::size_t Loop::end_turn() {
  auto count = run_turn_ends(turn_ends_[0]);
  count += run_turn_ends(turn_ends_[1]);
  // A fan-out that found a socket broken or slow may have left a last word to say.
  count += run_turn_ends(turn_ends_[0]);
  auto graves = std::move(graveyard_);
  graveyard_.clear();
  for (auto& destroy : graves) destroy();
  return count + graves.size();
}

bool Loop::turn(std::optional<Duration> wait) {
  auto happened = dispatch(wait_milliseconds(wait));
  happened += timers_.advance(now_);
  happened += end_turn();
  return happened > 0;
}

void Loop::adopt_thread() { current_loop = this; }

void Loop::release_thread() {
  if (current_loop == this) current_loop = nullptr;
}

void Loop::run() {
  adopt_thread();
  while (!stopping_.load(std::memory_order_acquire)) turn(std::nullopt);
  while (turn(Duration::zero())) {
  }
  current_loop = nullptr;
}

void Loop::stop() {
  post([this] { stopping_.store(true, std::memory_order_release); });
}

void Loop::Sleep::await_suspend(std::coroutine_handle<> handle) {
  sleeper = handle;
  timer.emplace(
      loop.timers(), [](void* self) { static_cast<Sleep*>(self)->sleeper.resume(); }, this);
  timer->arm(loop.now() + duration);
}

}  // namespace switchboard::runtime

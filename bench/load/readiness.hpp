#pragma once
// epoll over numbered sockets.

#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <span>

namespace switchboard::load {

class Readiness {
 public:
  Readiness();
  Readiness(Readiness const&) = delete;
  Readiness& operator=(Readiness const&) = delete;
  ~Readiness();

  void watch(int fd, std::size_t index);
  // Calls on_ready(index) for each socket that can be read; waits up to `milliseconds` for one.
  template <class OnReady>
  void turn(int milliseconds, OnReady&& on_ready) {
    for (auto const& event : wait(milliseconds)) on_ready(static_cast<std::size_t>(event.data.u64));
  }

 private:
  std::span<epoll_event const> wait(int milliseconds);

  int fd_;
  std::array<epoll_event, 1'024> events_;
};

}  // namespace switchboard::load

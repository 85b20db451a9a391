#include "load/readiness.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace switchboard::load {

Readiness::Readiness() : fd_(epoll_create1(EPOLL_CLOEXEC)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Readiness::~Readiness() { close(fd_); }

void Readiness::watch(int fd, std::size_t index) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = index;
  if (epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

std::span<epoll_event const> Readiness::wait(int milliseconds) {
  int const count = epoll_wait(fd_, events_.data(), static_cast<int>(events_.size()), milliseconds);
  if (count < 0 && errno != EINTR) {
    throw std::system_error(errno, std::generic_category(), "epoll_wait");
  }
  return {events_.data(), count < 0 ? 0U : static_cast<std::size_t>(count)};
}

}  // namespace switchboard::load

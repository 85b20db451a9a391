#include "runtime/signals.hpp"

#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>

namespace switchboard::runtime {

Signals::Signals(std::initializer_list<int> signals) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  sigemptyset(&set_);
  for (int signal : signals) sigaddset(&set_, signal);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

std::optional<int> Signals::wait(Duration patience) const {
  auto seconds = std::chrono::floor<std::chrono::seconds>(patience);
  timespec limit{.tv_sec = seconds.count(), .tv_nsec = (patience - seconds).count()};
  int signal = sigtimedwait(&set_, nullptr, &limit);
  if (signal < 0) return std::nullopt;
  return signal;
}

std::size_t raise_open_files_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<std::size_t>(limit.rlim_cur);
}

}  // namespace switchboard::runtime

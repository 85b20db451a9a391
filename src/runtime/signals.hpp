#pragma once
// Signals, taken by one thread that waits for them instead of interrupting all.

#include <csignal>
#include <initializer_list>
#include <optional>

#include "base/instant.hpp"

namespace switchboard::runtime {

class Signals {
 public:
  // From now on neither this thread nor those it makes are interrupted by `signals`. SIGPIPE and
  // SIGXFSZ are ignored for good: the call that failed says so.
  explicit Signals(std::initializer_list<int> signals);

  // The next one; nullopt when none came within `patience`.
  [[nodiscard]] std::optional<int> wait(Duration patience) const;

 private:
  sigset_t set_{};
};

// As many files as the system lets this process open; returns the limit in force.
std::size_t raise_open_files_limit();

}  // namespace switchboard::runtime

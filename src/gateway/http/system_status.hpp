#pragma once
// The machine that the server runs on, from /proc, uname(2) and /etc/os-release.

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace switchboard::http {

struct Memory {
  std::uint64_t total = 0;  // bytes
  std::uint64_t used = 0;   // what is not available to whoever asks for more
  std::uint64_t swap_total = 0;
  std::uint64_t swap_used = 0;

  [[nodiscard]] double used_percent() const;
};

// Of /proc/meminfo; what is absent stays 0.
[[nodiscard]] Memory parse_meminfo(std::string_view text);
[[nodiscard]] Memory read_memory();

struct CpuTimes {
  std::uint64_t busy = 0;  // in clock ticks, over all cores
  std::uint64_t total = 0;
};

// The first line of /proc/stat. Waiting for a disk is not busy.
[[nodiscard]] CpuTimes parse_cpu_times(std::string_view text);

// How busy the machine was since the reading before, at least 200 ms apart. From any thread.
class CpuMeter {
 public:
  explicit CpuMeter(Instant now);

  // 0 to 100, of all cores.
  [[nodiscard]] double percent(Instant now);
  // The same for times that the caller has read.
  [[nodiscard]] double percent(Instant now, CpuTimes times);

 private:
  std::atomic_flag busy_;  // whoever finds it set answers the latest figure
  CpuTimes before_;
  Instant read_at_;
  std::atomic<double> percent_ = 0;
};

struct OperatingSystem {
  std::string hostname;
  std::string name;     // `Debian GNU/Linux`
  std::string version;  // `12`
  std::string kernel;   // `6.1.0-18-amd64`
};

// Of /etc/os-release (os-release(5)): NAME and VERSION_ID.
void parse_os_release(std::string_view text, OperatingSystem& into);
[[nodiscard]] OperatingSystem read_operating_system();

}  // namespace switchboard::http

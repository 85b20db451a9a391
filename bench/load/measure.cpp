#include "load/measure.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <system_error>

namespace switchboard::load {
namespace {

constexpr std::int64_t stall_ns = 10'000'000'000;

std::int64_t read_ns(clockid_t clock) {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) {
    throw std::system_error(errno, std::generic_category(), "clock_gettime");
  }
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

std::int64_t wall_now_ns() { return read_ns(CLOCK_MONOTONIC); }

Reading read_clocks(std::int32_t server_pid) {
  Reading reading;
  clockid_t server_clock{};
  if (server_pid != 0) {
    int const error = clock_getcpuclockid(server_pid, &server_clock);
    if (error != 0) throw std::system_error(error, std::generic_category(), "the server's clock");
    reading.server_cpu_ns = read_ns(server_clock);
  }
  reading.load_cpu_ns = read_ns(CLOCK_PROCESS_CPUTIME_ID);
  reading.wall_ns = wall_now_ns();
  return reading;
}

Reading operator-(Reading const& end, Reading const& start) {
  return {end.wall_ns - start.wall_ns, end.server_cpu_ns - start.server_cpu_ns,
          end.load_cpu_ns - start.load_cpu_ns};
}

Stretch::Stretch(std::int32_t server_pid, double seconds)
    : server_pid_(server_pid),
      length_ns_(static_cast<std::int64_t>(seconds * 1e9)),
      start_(read_clocks(server_pid)) {}

bool Stretch::over() const {
  auto const used = read_clocks(server_pid_) - start_;
  return used.server_cpu_ns >= length_ns_ || used.wall_ns >= 3 * length_ns_;
}

bool Stretch::stalled() const { return wall_now_ns() - start_.wall_ns > 3 * length_ns_ + stall_ns; }

void print(Sample const& sample, std::string const& extra) {
  std::printf("{\"units\":%lld,\"wall_ns\":%lld,\"server_cpu_ns\":%lld,\"load_cpu_ns\":%lld%s}\n",
              static_cast<long long>(sample.units), static_cast<long long>(sample.cost.wall_ns),
              static_cast<long long>(sample.cost.server_cpu_ns),
              static_cast<long long>(sample.cost.load_cpu_ns), extra.c_str());
  std::fflush(stdout);
}

void print_line(char const* line) {
  std::puts(line);
  std::fflush(stdout);
}

bool line_waits() {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, 0) == 1;
}

bool take_line() {
  std::array<char, 64> line;
  return std::fgets(line.data(), line.size(), stdin) != nullptr;
}

}  // namespace switchboard::load

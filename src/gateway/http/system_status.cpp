#include "gateway/http/system_status.hpp"

#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>

namespace switchboard::http {
namespace {

constexpr Duration readings_apart = std::chrono::milliseconds(200);

std::string read_file(char const* path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string_view take_line(std::string_view& text) {
  auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// The next number in `text`, which loses it; 0 when there is none.
std::uint64_t take_number(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
  std::uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::string_view unquoted(std::string_view text) {
  for (char quote : {'"', '\''})
    if (text.size() >= 2 && text.starts_with(quote) && text.ends_with(quote))
      return text.substr(1, text.size() - 2);
  return text;
}

std::uint64_t less(std::uint64_t from, std::uint64_t what) { return from > what ? from - what : 0; }

}  // namespace

double Memory::used_percent() const {
  return total == 0 ? 0 : 100.0 * static_cast<double>(used) / static_cast<double>(total);
}

Memory parse_meminfo(std::string_view text) {
  Memory memory;
  std::uint64_t available = 0;
  std::uint64_t swap_free = 0;
  std::array<std::pair<std::string_view, std::uint64_t*>, 4> wanted{{
      {"MemTotal:", &memory.total},
      {"MemAvailable:", &available},
      {"SwapTotal:", &memory.swap_total},
      {"SwapFree:", &swap_free},
  }};
  while (!text.empty()) {
    auto line = take_line(text);
    for (auto const& [name, figure] : wanted)
      if (line.starts_with(name)) *figure = take_number(line) * 1024;
  }
  memory.used = less(memory.total, available);
  memory.swap_used = less(memory.swap_total, swap_free);
  return memory;
}

Memory read_memory() { return parse_meminfo(read_file("/proc/meminfo")); }

CpuTimes parse_cpu_times(std::string_view text) {
  auto line = take_line(text);
  CpuTimes times;
  if (!line.starts_with("cpu ")) return times;
  // user, nice, system, idle, iowait, irq, softirq, steal; guest time is already in user.
  for (int column = 0; column < 8; ++column) {
    auto ticks = take_number(line);
    times.total += ticks;
    if (column != 3 && column != 4) times.busy += ticks;
  }
  return times;
}

CpuMeter::CpuMeter(Instant now)
    : before_(parse_cpu_times(read_file("/proc/stat"))), read_at_(now) {}

double CpuMeter::percent(Instant now) {
  return percent(now, parse_cpu_times(read_file("/proc/stat")));
}

double CpuMeter::percent(Instant now, CpuTimes times) {
  if (busy_.test_and_set(std::memory_order_acquire)) return percent_;
  if (now - read_at_ >= readings_apart && times.total > before_.total) {
    auto share = static_cast<double>(less(times.busy, before_.busy)) /
                 static_cast<double>(times.total - before_.total);
    percent_ = 100.0 * std::min(share, 1.0);
    before_ = times;
    read_at_ = now;
  }
  busy_.clear(std::memory_order_release);
  return percent_;
}

void parse_os_release(std::string_view text, OperatingSystem& into) {
  while (!text.empty()) {
    auto line = take_line(text);
    if (line.starts_with("NAME=")) into.name = unquoted(line.substr(5));
    if (line.starts_with("VERSION_ID=")) into.version = unquoted(line.substr(11));
  }
}

OperatingSystem read_operating_system() {
  OperatingSystem system{
      .hostname = "unknown", .name = "Linux", .version = "unknown", .kernel = {}};
  utsname names{};
  if (::uname(&names) == 0) {
    system.hostname = names.nodename;
    system.kernel = names.release;
  }
  parse_os_release(read_file("/etc/os-release"), system);
  return system;
}

}  // namespace switchboard::http

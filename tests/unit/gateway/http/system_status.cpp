#include "gateway/http/system_status.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace switchboard::http;
using namespace std::chrono_literals;

TEST_CASE("memory is read in bytes, and what is available does not count as used") {
  auto memory = parse_meminfo(
      "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    400 kB\n"
      "SwapTotal:       50 kB\nSwapFree:         20 kB\n");
  CHECK(memory.total == 1000 * 1024);
  CHECK(memory.used == 600 * 1024);
  CHECK(memory.swap_total == 50 * 1024);
  CHECK(memory.swap_used == 30 * 1024);
  CHECK(memory.used_percent() == doctest::Approx(60.0));
  CHECK(parse_meminfo("").used_percent() == 0);
  CHECK(parse_meminfo("MemTotal: nonsense").total == 0);
}

TEST_CASE("the machine's own figures are plausible") {
  auto memory = read_memory();
  CHECK(memory.total > 1 << 20);
  CHECK(memory.used <= memory.total);
  auto system = read_operating_system();
  CHECK(!system.hostname.empty());
  CHECK(!system.kernel.empty());
  CHECK(!system.name.empty());
  CHECK(!system.version.empty());
}

TEST_CASE("processor times leave out idling, waiting for disks and guests counted twice") {
  auto times = parse_cpu_times("cpu  10 20 30 400 50 6 7 8 9 10\ncpu0 1 1 1 1\n");
  CHECK(times.busy == 10 + 20 + 30 + 6 + 7 + 8);
  CHECK(times.total == times.busy + 400 + 50);
  CHECK(parse_cpu_times("intr 1 2 3").total == 0);
}

TEST_CASE("processor use is that of the time between two readings") {
  Instant start{};
  CpuMeter meter(start);
  CpuTimes base{1'000'000'000'000, 2'000'000'000'000};  // beyond what any machine has counted
  static_cast<void>(meter.percent(start + 1s, base));
  CHECK(meter.percent(start + 2s, {base.busy + 25, base.total + 100}) == doctest::Approx(25));
  CHECK(meter.percent(start + 3s, {base.busy + 25, base.total + 200}) == doctest::Approx(0));
  CHECK(meter.percent(start + 4s, {base.busy + 125, base.total + 300}) == doctest::Approx(100));
}

TEST_CASE("two readings in quick succession answer the same figure") {
  Instant start{};
  CpuMeter meter(start);
  CpuTimes base{1'000'000'000'000, 2'000'000'000'000};
  static_cast<void>(meter.percent(start + 1s, base));
  auto half = meter.percent(start + 2s, {base.busy + 50, base.total + 100});
  CHECK(meter.percent(start + 2100ms, {base.busy + 60, base.total + 110}) == half);
  CHECK(half == doctest::Approx(50));
}

TEST_CASE("os-release is read with and without quotes") {
  OperatingSystem system;
  parse_os_release("PRETTY_NAME=\"x\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID='12'\n", system);
  CHECK(system.name == "Debian GNU/Linux");
  CHECK(system.version == "12");
  parse_os_release("NAME=Alpine\nVERSION_ID=3.20.1", system);
  CHECK(system.name == "Alpine");
  CHECK(system.version == "3.20.1");
}

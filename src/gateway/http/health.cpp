#include "gateway/http/health.hpp"

#include <boost/describe/class.hpp>

#include <cmath>
#include <utility>

#include "protocol/json/append.hpp"

namespace switchboard::http {
namespace {

// The members are the document's.
struct SystemFigures {
  double cpu_usage;  // percent
  std::uint64_t total_memory;
  std::uint64_t used_memory;
  double memory_usage_percent;
  std::uint64_t total_swap;
  std::uint64_t used_swap;
  std::string hostname;
  std::string os_name;
  std::string os_version;
  std::string kernel_version;
};
BOOST_DESCRIBE_STRUCT(SystemFigures, (),
                      (cpu_usage, total_memory, used_memory, memory_usage_percent, total_swap,
                       used_swap, hostname, os_name, os_version, kernel_version))

struct Figures {
  std::string status;
  std::string version;
  std::int64_t uptime;      // seconds
  std::int64_t start_time;  // seconds since 1970
  SystemFigures system_info;
};
BOOST_DESCRIBE_STRUCT(Figures, (), (status, version, uptime, start_time, system_info))

double rounded(double percent) { return std::round(percent * 100) / 100; }

}  // namespace

Health::Health(Clock const& clock, std::string version)
    : clock_(clock),
      version_(std::move(version)),
      started_(clock.now()),
      started_at_(clock.timestamp()),
      system_(read_operating_system()),
      cpu_(started_) {}

std::string Health::json() {
  using std::chrono::floor;
  using std::chrono::seconds;
  auto now = clock_.now();
  auto memory = read_memory();
  Figures figures{
      .status = "up",
      .version = version_,
      .uptime = floor<seconds>(now - started_).count(),
      .start_time = floor<seconds>(started_at_).time_since_epoch().count(),
      .system_info = {.cpu_usage = rounded(cpu_.percent(now)),
                      .total_memory = memory.total,
                      .used_memory = memory.used,
                      .memory_usage_percent = rounded(memory.used_percent()),
                      .total_swap = memory.swap_total,
                      .used_swap = memory.swap_used,
                      .hostname = system_.hostname,
                      .os_name = system_.name,
                      .os_version = system_.version,
                      .kernel_version = system_.kernel},
  };
  std::string out;
  json::append(out, figures);
  return out;
}

}  // namespace switchboard::http

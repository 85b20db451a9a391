#pragma once
// What one measured stretch cost: wall time, and the CPU time of the server and of ourselves.

#include <cstdint>
#include <string>

namespace switchboard::load {

struct Reading {
  std::int64_t wall_ns = 0;
  std::int64_t server_cpu_ns = 0;  // of all its threads, past ones included
  std::int64_t load_cpu_ns = 0;
};

struct Sample {
  std::int64_t units = 0;
  Reading cost;
};

std::int64_t wall_now_ns();
Reading read_clocks(std::int32_t server_pid);
Reading operator-(Reading const& end, Reading const& start);

// How long load is kept up: until the server has used `seconds` of CPU, or three times as much
// wall time has passed. So a server that shares its core with others, or that compiles itself as
// it runs, gets as far as one that does not.
class Stretch {
 public:
  Stretch(std::int32_t server_pid, double seconds);
  bool over() const;
  // Long after it was over: the rest does not come any more.
  bool stalled() const;

 private:
  std::int32_t server_pid_;
  std::int64_t length_ns_;
  Reading start_;
};

constexpr double warm_up_seconds = 0.5;

// The one line that the driver reads. `extra` is further JSON members, each with a leading comma.
void print(Sample const& sample, std::string const& extra = {});

}  // namespace switchboard::load

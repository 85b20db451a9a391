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

// A line that the driver reads. `extra` is further JSON members, each with a leading comma.
void print(Sample const& sample, std::string const& extra = {});
void print_line(char const* line);
// Whether standard input has a line, or has ended.
bool line_waits();
bool take_line();  // false at the end

// Warms the server up, says `ready`, and then measures one stretch for each line that comes in,
// so that the driver can turn from one contestant to the next and back with all of them connected.
template <class Load>
void measure_on_demand(Load& load, std::int32_t server_pid, double seconds) {
  constexpr double warm_up_seconds = 0.5;
  constexpr int between_milliseconds = 20;
  load.run_for(warm_up_seconds);
  print_line("ready");
  while (true) {
    while (!line_waits()) load.turn(between_milliseconds);  // servers ping, and want an answer
    if (!take_line()) return;
    auto const before = load.units();
    auto const start = read_clocks(server_pid);
    load.run_for(seconds);
    auto const cost = read_clocks(server_pid) - start;
    print({load.units() - before, cost});
  }
}

}  // namespace switchboard::load

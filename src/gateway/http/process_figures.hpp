#pragma once
// What the kernel says of this process (proc(5)).

#include <cstdint>

namespace switchboard::http {

struct ProcessFigures {
  std::uint64_t resident_bytes = 0;
  std::uint64_t descriptors_open = 0;
  std::uint64_t descriptors_max = 0;
  double cpu_seconds = 0;
};

[[nodiscard]] ProcessFigures read_process_figures();

}  // namespace switchboard::http

#pragma once
// How long something took, as a histogram that any thread may add to without a lock.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/instant.hpp"

namespace switchboard::http {

template <std::size_t n>
using TimingBounds = std::array<std::int64_t, n>;  // microseconds, growing

template <TimingBounds bounds>
class Timings {
 public:
  static constexpr std::size_t buckets = bounds.size() + 1;  // the last has no bound

  void add(Duration took, std::uint64_t count = 1) {
    auto nanoseconds = std::max<std::int64_t>(took.count(), 0);
    std::size_t bucket = 0;
    while (bucket < bounds.size() && nanoseconds > bounds[bucket] * 1000) ++bucket;
    counts_[bucket].fetch_add(count, std::memory_order_relaxed);
    nanoseconds_.fetch_add(static_cast<std::uint64_t>(nanoseconds) * count,
                           std::memory_order_relaxed);
  }

  // A picture that can be added up with others; not of one instant, but near enough.
  struct Figures {
    std::array<std::uint64_t, buckets> counts{};
    double seconds = 0;

    void add(Timings const& timings) {
      for (std::size_t i = 0; i < buckets; ++i)
        counts[i] += timings.counts_[i].load(std::memory_order_relaxed);
      seconds += static_cast<double>(timings.nanoseconds_.load(std::memory_order_relaxed)) / 1e9;
    }
    [[nodiscard]] std::uint64_t total() const {
      std::uint64_t sum = 0;
      for (auto count : counts) sum += count;
      return sum;
    }
  };

 private:
  std::array<std::atomic<std::uint64_t>, buckets> counts_{};
  std::atomic<std::uint64_t> nanoseconds_ = 0;
};

// As documented: 5 ms to 10 s, and 1 ms to 2.5 s.
constexpr TimingBounds<11> request_bounds{5'000,     10'000,    25'000,    50'000,
                                          100'000,   250'000,   500'000,   1'000'000,
                                          2'500'000, 5'000'000, 10'000'000};
constexpr TimingBounds<11> query_bounds{1'000,   2'500,   5'000,   10'000,    25'000,   50'000,
                                        100'000, 250'000, 500'000, 1'000'000, 2'500'000};

using RequestTimings = Timings<request_bounds>;
using QueryTimings = Timings<query_bounds>;

}  // namespace switchboard::http

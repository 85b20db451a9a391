#pragma once
// Fan-out: one publisher keeps a window of messages in flight to all subscribers of one room.

#include <array>
#include <cstdint>
#include <vector>

#include "load/client.hpp"
#include "load/measure.hpp"
#include "load/options.hpp"
#include "load/readiness.hpp"

namespace switchboard::load {

// A publication is complete when every subscriber has it; then the next one leaves, all that
// became due in one turn with one write. The unit is the delivery.
class FanOut {
 public:
  explicit FanOut(Options const& options);
  void run_for(double seconds);
  void turn(int milliseconds);
  std::int64_t units() const { return deliveries_; }

 private:
  static constexpr std::size_t window_max = 1'024;

  void publish(std::int64_t count);
  void receive(std::size_t subscriber);
  void count_delivery(std::size_t subscriber);

  Options options_;
  std::vector<Client> subscribers_;
  std::vector<std::int64_t> received_;                // publications, for each subscriber
  std::array<std::int32_t, window_max> receivers_{};  // of publication n, at n modulo the window
  Client publisher_;
  Readiness readiness_;
  std::string frame_;
  std::int64_t published_ = 0;
  std::int64_t completed_ = 0;
  std::int64_t deliveries_ = 0;
};

}  // namespace switchboard::load

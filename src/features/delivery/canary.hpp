#pragma once
// Proves that a publication comes back to a subscriber, over the same path as everyone's:
// publisher, home shard, hub, log, flush. One shard's own.

#include <coroutine>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "features/delivery/fan_out.hpp"
#include "features/delivery/outlet.hpp"

namespace switchboard::delivery {

class Canary final : Outlet {
 public:
  static constexpr Duration patience = std::chrono::seconds(2);
  static constexpr std::size_t waiting_max = 64;

  // Both must outlive it; made on the loop or before it runs.
  Canary(runtime::Loop& loop, FanOut& fan_out);
  ~Canary() override;

  // `unavailable` when it does not come back in time, or too many ask at once.
  Task<Result<void>> fly();

 private:
  struct Plain final : Codec {
    void encode(Publication const& publication, std::string& out) override {
      out.append(publication.data);
    }
  };
  struct Flight;

  [[nodiscard]] int plain_fd() const override { return -1; }
  [[nodiscard]] bool blocked() const override { return false; }
  std::ptrdiff_t write_some(std::string_view bytes) override;
  void hold(std::string_view /*rest_of_frame*/) override {}
  void on_slow_consumer() override {}
  void on_broken() override {}

  runtime::Loop& loop_;
  FanOut& fan_out_;
  ChannelName channel_;
  Plain codec_;
  std::unique_ptr<Subscription> subscription_;
  std::vector<Flight*> flights_;
};

}  // namespace switchboard::delivery

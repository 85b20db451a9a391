#pragma once
// Listens to a channel for somebody who wants to be told of it rather than sent its frames.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "features/delivery/fan_out.hpp"
#include "features/delivery/outlet.hpp"
#include "runtime/loop.hpp"

namespace switchboard::spark {

// Each publication as a line: for receipts its text; for a room's messages, that there is one.
struct EarCodec final : delivery::Codec {
  void encode(Publication const& publication, std::string& out) override;
};

class Ear final : delivery::Outlet {
 public:
  struct Parts {
    runtime::Loop& loop;
    delivery::FanOut& fan_out;
    EarCodec& codec;
  };
  using OnHeard = std::function<void(std::string lines)>;

  // The parts must outlive it. `on_heard` runs in a later turn, and no more once this is gone. To
  // be destroyed at a turn's end: the hub may be in the middle of its lists.
  Ear(Parts parts, ChannelName channel, OnHeard on_heard);
  ~Ear() override;

 private:
  [[nodiscard]] int plain_fd() const override { return -1; }
  [[nodiscard]] bool blocked() const override { return false; }
  std::ptrdiff_t write_some(std::string_view bytes) override;
  void hold(std::string_view /*rest_of_frame*/) override {}
  void on_slow_consumer() override {}
  void on_broken() override {}

  Parts parts_;
  ChannelName channel_;
  OnHeard on_heard_;
  std::string heard_;  // in this turn
  bool told_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::unique_ptr<delivery::Subscription> subscription_;
};

}  // namespace switchboard::spark

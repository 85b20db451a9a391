#pragma once
// The subscriptions of one shard: channel → logs → subscribers. Publications are only appended; at
// the end of the turn every dirty channel is flushed, one send a subscriber.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "features/delivery/pacer.hpp"
#include "features/delivery/room_log.hpp"
#include "runtime/batch_sender.hpp"
#include "runtime/loop.hpp"

namespace switchboard::delivery {

// Figures for metrics; this shard's thread writes, any thread may read.
struct HubCounters {
  std::atomic<std::uint64_t> publications = 0;
  std::atomic<std::uint64_t> deliveries = 0;
};

class Hub final : runtime::TurnEnd {
 public:
  struct Options {
    LogLimits limits;
    bool allow_io_uring = true;
    // Below this many subscribers a ring's set-up costs more than it saves.
    std::size_t ring_subscribers_min = 8;
  };

  // Told when this shard begins and ceases to listen to a channel.
  using OnInterest = std::function<void(ChannelName const&, bool listening)>;

  // `loop` must outlive the hub, which belongs to it.
  Hub(runtime::Loop& loop, Options options);
  ~Hub() override;

  void on_interest(OnInterest on_interest) { on_interest_ = std::move(on_interest); }

  // A paused subscription at the channel's end; `codec` and `outlet` must outlive it.
  [[nodiscard]] std::unique_ptr<Subscription> subscribe(ChannelName const& channel, Codec& codec,
                                                        Outlet& outlet, SessionId session);
  // Call it after a subscription was dropped: forgets a channel that nobody listens to.
  void forget_if_empty(ChannelName const& channel);

  // Whoever listens to the channel through `codec`, or is about to.
  void each_session(ChannelName const& channel, Codec const& codec,
                    std::function<void(SessionId)> const& visit) const;

  void append(Publication const& publication);
  // Before the turn ends; from outside any flush.
  void flush_now(ChannelName const& channel);

  [[nodiscard]] HubCounters const& counters() const { return counters_; }
  [[nodiscard]] std::size_t channels() const { return channels_.size(); }

 private:
  struct Channel;
  void on_turn_end() override;
  void flush(Channel& channel);
  [[nodiscard]] runtime::BatchSender& sender_for(Channel const& channel);
  void mark_dirty(Channel& channel);

  runtime::Loop& loop_;
  Options options_;
  OnInterest on_interest_;
  std::unordered_map<std::string, std::unique_ptr<Channel>> channels_;
  std::vector<Channel*> dirty_;
  std::unique_ptr<runtime::BatchSender> plain_;
  std::unique_ptr<runtime::BatchSender>
      ring_;  // made at the first large flush, on this shard's thread
  HubCounters counters_;
};

}  // namespace switchboard::delivery

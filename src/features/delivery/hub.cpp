#include "features/delivery/hub.hpp"

#include <algorithm>

namespace switchboard::delivery {

struct Hub::Channel {
  Channel(Hub& owner, ChannelName channel_name)
      : hub(owner),
        name(std::move(channel_name)),
        tick(
            owner.loop_.timers(), [](void* self) { static_cast<Channel*>(self)->on_tick(); },
            this) {}

  void on_tick() { hub.mark_dirty(*this); }
  [[nodiscard]] bool empty() const {
    return std::ranges::all_of(logs, [](auto const& log) { return log->empty(); });
  }

  Hub& hub;
  ChannelName name;
  std::vector<std::shared_ptr<RoomLog>> logs;  // one a codec: a handful
  Pacer pacer;
  runtime::Timer tick;
  bool dirty = false;
};

Hub::Hub(runtime::Loop& loop, Options options)
    : TurnEnd(Phase::fan_out),
      loop_(loop),
      options_(options),
      plain_(runtime::make_batch_sender(false)) {}

Hub::~Hub() = default;

std::unique_ptr<Subscription> Hub::subscribe(ChannelName const& channel, Codec& codec,
                                             Outlet& outlet, SessionId session) {
  auto& slot = channels_[channel.value()];
  if (!slot) {
    slot = std::make_unique<Channel>(*this, channel);
    if (on_interest_) on_interest_(channel, true);
  }
  auto same = [&codec](auto const& log) { return &log->codec() == &codec; };
  auto log = std::ranges::find_if(slot->logs, same);
  if (log == slot->logs.end()) {
    slot->logs.push_back(std::make_shared<RoomLog>(codec, options_.limits));
    log = std::prev(slot->logs.end());
  }
  return std::make_unique<Subscription>(*log, outlet, session);
}

void Hub::forget_if_empty(ChannelName const& channel) {
  auto found = channels_.find(channel.value());
  if (found == channels_.end()) return;
  std::erase_if(found->second->logs, [](auto const& log) { return log->empty(); });
  if (!found->second->empty()) return;
  std::erase(dirty_, found->second.get());
  channels_.erase(found);
  if (on_interest_) on_interest_(channel, false);
}

void Hub::each_session(ChannelName const& channel, Codec const& codec,
                       std::function<void(SessionId)> const& visit) const {
  auto found = channels_.find(channel.value());
  if (found == channels_.end()) return;
  for (auto const& log : found->second->logs)
    if (&log->codec() == &codec) log->each_session(visit);
}

void Hub::append(Publication const& publication) {
  auto found = channels_.find(publication.channel.value());
  if (found == channels_.end()) return;
  auto& channel = *found->second;
  for (auto& log : channel.logs) log->append(publication);
  channel.pacer.on_append(loop_.now());
  counters_.publications.fetch_add(1, std::memory_order_relaxed);
  mark_dirty(channel);
}

void Hub::flush_now(ChannelName const& channel) {
  auto found = channels_.find(channel.value());
  if (found != channels_.end()) flush(*found->second);
}

void Hub::mark_dirty(Channel& channel) {
  if (channel.dirty) return;
  channel.dirty = true;
  dirty_.push_back(&channel);
  loop_.ask_turn_end(*this);
}

void Hub::on_turn_end() {
  // A flush tells outlets of trouble, but nobody publishes or unsubscribes from inside it.
  for (auto* channel : dirty_) {
    channel->dirty = false;
    if (channel->pacer.may_flush(loop_.now()))
      flush(*channel);
    else if (!channel->tick.armed())
      channel->tick.arm(channel->pacer.due());
  }
  dirty_.clear();
}

void Hub::flush(Channel& channel) {
  channel.tick.cancel();
  auto& sender = sender_for(channel);
  std::size_t deliveries = 0;
  for (auto& log : channel.logs) deliveries += log->flush(sender);
  counters_.deliveries.fetch_add(deliveries, std::memory_order_relaxed);
}

runtime::BatchSender& Hub::sender_for(Channel const& channel) {
  if (!options_.allow_io_uring) return *plain_;
  std::size_t live = 0;
  for (auto const& log : channel.logs) live += log->live();
  if (live < options_.ring_subscribers_min) return *plain_;
  if (!ring_) ring_ = runtime::make_batch_sender(true);
  return *ring_;
}

}  // namespace switchboard::delivery

#include "gateway/spark/ear.hpp"

#include <utility>

#include "features/chat/channel.hpp"

namespace switchboard::spark {

void EarCodec::encode(Publication const& publication, std::string& out) {
  if (!chat::is_room(publication.channel))
    out.append(publication.data).push_back('\n');
  else if (publication.seq != Seq{} && publication.audience == Publication::Audience::all)
    out.push_back('\n');
}

Ear::Ear(Parts parts, ChannelName channel, OnHeard on_heard)
    : parts_(parts), channel_(std::move(channel)), on_heard_(std::move(on_heard)) {
  auto& hub = parts_.fan_out.hub(parts_.loop.index());
  subscription_ = hub.subscribe(channel_, parts_.codec, *this, {});
  [[maybe_unused]] auto live = subscription_->go_live(Seq{});
}

Ear::~Ear() {
  subscription_.reset();
  parts_.fan_out.hub(parts_.loop.index()).forget_if_empty(channel_);
}

std::ptrdiff_t Ear::write_some(std::string_view bytes) {
  heard_.append(bytes);
  if (!std::exchange(told_, true))
    parts_.loop.post([this, alive = std::weak_ptr<bool>(alive_)] {
      if (alive.expired()) return;
      told_ = false;
      on_heard_(std::exchange(heard_, {}));
    });
  return static_cast<std::ptrdiff_t>(bytes.size());
}

}  // namespace switchboard::spark

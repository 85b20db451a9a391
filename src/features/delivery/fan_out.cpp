#include "features/delivery/fan_out.hpp"

#include <algorithm>
#include <functional>

namespace switchboard::delivery {

FanOut::FanOut(runtime::Shards& shards, Hub::Options options, Presence::OnDiff on_presence)
    : shards_(shards) {
  for (std::size_t i = 0; i < shards.size(); ++i) {
    auto on_murmur = [this, i](Publication publication) {
      distribute(i, std::make_shared<Publication const>(std::move(publication)));
    };
    nodes_.push_back(std::make_unique<Node>(shards[i], options, on_presence, std::move(on_murmur)));
    nodes_[i]->hub.on_interest([this, i](ChannelName const& channel, bool listening) {
      on_interest(i, channel, listening);
    });
  }
}

FanOut::~FanOut() = default;

std::size_t FanOut::home_of(ChannelName const& channel) const {
  return std::hash<std::string>{}(channel.value()) % nodes_.size();
}

void FanOut::on_interest(std::size_t shard, ChannelName const& channel, bool listening) {
  auto home = home_of(channel);
  auto note = [this, home, shard, channel, listening] {
    auto& listeners = nodes_[home]->listeners;
    auto& shards = listeners[channel.value()];
    shards.resize(nodes_.size());
    shards[shard] = listening;
    if (std::ranges::find(shards, true) == shards.end()) listeners.erase(channel.value());
  };
  if (home == shard)
    note();
  else
    shards_[home].post(note);
}

void FanOut::publish(Publication publication) {
  auto home = home_of(publication.channel);
  auto shared = std::make_shared<Publication const>(std::move(publication));
  shards_[home].post([this, home, shared = std::move(shared)] { distribute(home, shared); });
}

void FanOut::publish_sparsely(Publication publication, UserId whose, ports::Sparse kind) {
  auto home = home_of(publication.channel);
  auto job = [this, home, whose, kind, publication = std::move(publication)]() mutable {
    auto& node = *nodes_[home];
    if (node.presence.people(publication.channel) > murmured_people_max) return;
    node.murmurs.offer(std::move(publication), whose, kind);
  };
  shards_[home].post(std::move(job));
}

void FanOut::distribute(std::size_t home, SharedPublication const& publication) {
  auto const& listeners = nodes_[home]->listeners;
  auto found = listeners.find(publication->channel.value());
  if (found == listeners.end()) return;
  for (std::size_t shard = 0; shard < nodes_.size(); ++shard) {
    if (!found->second[shard]) continue;
    if (shard == home)
      nodes_[shard]->hub.append(*publication);
    else
      shards_[shard].post([this, shard, publication] { nodes_[shard]->hub.append(*publication); });
  }
}

// The news that this shard listens went to the channel's home before, the same way.
Task<void> FanOut::settle(ChannelName channel) {
  auto crossing = runtime::call(shards_[home_of(channel)], [] { return true; });
  co_await std::move(crossing);
}

Task<FanOut::Entered> FanOut::enter(ChannelName channel, Person person, Publication notice) {
  auto home = home_of(channel);
  auto announce = [&] {
    auto& presence = nodes_[home]->presence;
    Entered entered;
    entered.first_session = presence.enter(channel, person);
    entered.present = presence.snapshot(channel);
    if (entered.first_session)
      distribute(home, std::make_shared<Publication const>(std::move(notice)));
    return entered;
  };
  auto crossing = runtime::call(shards_[home], std::move(announce));
  co_return co_await std::move(crossing);
}

Task<PresenceDiff> FanOut::present(ChannelName channel) {
  auto home = home_of(channel);
  auto look = [this, home, &channel] { return nodes_[home]->presence.snapshot(channel); };
  auto crossing = runtime::call(shards_[home], std::move(look));
  co_return co_await std::move(crossing);
}

void FanOut::leave(ChannelName channel, UserId person, Publication notice) {
  auto home = home_of(channel);
  auto job = [this, home, channel = std::move(channel), person,
              notice = std::move(notice)]() mutable {
    if (nodes_[home]->presence.leave(channel, person))
      distribute(home, std::make_shared<Publication const>(std::move(notice)));
  };
  shards_[home].post(std::move(job));
}

}  // namespace switchboard::delivery

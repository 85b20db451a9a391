#pragma once
// One node's delivery: a hub on every shard, and for every channel a home shard that orders its
// publications and knows who is there. Whatever enters a channel goes to its home first, from there
// to each shard that listens.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/task.hpp"
#include "features/delivery/hub.hpp"
#include "features/delivery/murmurs.hpp"
#include "features/delivery/presence.hpp"
#include "ports/publisher.hpp"
#include "runtime/shards.hpp"

namespace switchboard::delivery {

class FanOut final : public ports::Publisher, public ports::SparsePublisher {
 public:
  struct Entered {
    bool first_session = false;  // of this person in this channel
    PresenceDiff present;
  };

  // `shards` must outlive it. `on_presence` runs on the channel's home shard.
  FanOut(runtime::Shards& shards, Hub::Options options, Presence::OnDiff on_presence);
  ~FanOut() override;

  [[nodiscard]] Hub& hub(std::size_t shard) { return nodes_[shard]->hub; }
  [[nodiscard]] SessionId next_session_id() {
    return SessionId(sessions_.fetch_add(1, std::memory_order_relaxed) + 1);
  }

  void publish(Publication publication) override;
  // Above murmured_people_max people nobody is told: it would cost the square of them.
  static constexpr std::size_t murmured_people_max = 200;
  void publish_sparsely(Publication publication, UserId whose, ports::Sparse kind) override;

  // When it answers, whatever is published from then on reaches what this shard has subscribed to
  // in that channel.
  Task<void> settle(ChannelName channel);

  // Says at home that a person's session is in the channel. When it answers, whatever is published
  // from then on reaches this shard's hub, so that a later read of the store and the live frames
  // leave no gap between them. A first session is announced to the others with `notice`.
  Task<Entered> enter(ChannelName channel, Person person, Publication notice);
  // Who is in the channel now.
  Task<PresenceDiff> present(ChannelName channel);
  // From any shard; a last session is announced with `notice`.
  void leave(ChannelName channel, UserId person, Publication notice);

 private:
  // What one shard keeps: its own subscribers, and the channels whose home it is.
  struct Node {
    Node(runtime::Loop& loop, Hub::Options options, Presence::OnDiff const& on_presence,
         Murmurs::Tell on_murmur)
        : hub(loop, options), presence(loop, on_presence), murmurs(loop, std::move(on_murmur)) {}
    Hub hub;
    Presence presence;
    Murmurs murmurs;
    std::unordered_map<std::string, std::vector<bool>> listeners;  // channel → which shards
  };

  [[nodiscard]] std::size_t home_of(ChannelName const& channel) const;
  void on_interest(std::size_t shard, ChannelName const& channel, bool listening);
  void distribute(std::size_t home, SharedPublication const& publication);

  runtime::Shards& shards_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::atomic<std::uint64_t> sessions_ = 0;
};

}  // namespace switchboard::delivery

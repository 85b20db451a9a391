#pragma once
// Who is in which channel, as its home shard knows: people, each with a count of sessions. Changes
// are told in diffs, at most two a second for each channel.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/publication.hpp"
#include "model/user.hpp"
#include "runtime/loop.hpp"

namespace switchboard::delivery {

struct Person {
  UserId id;
  std::string username;
  std::string full_name;
};

struct PresenceDiff {
  std::vector<Person> joined;
  std::vector<UserId> left;
  std::int64_t count = 0;  // people, not sessions
};

constexpr std::size_t presence_named_max = 500;  // above it only the count is told

class Presence {
 public:
  using OnDiff = std::function<void(ChannelName const&, PresenceDiff const&)>;
  static constexpr Duration interval = std::chrono::milliseconds(500);

  // `loop` must outlive it.
  Presence(runtime::Loop& loop, OnDiff on_diff);
  ~Presence();
  Presence(Presence const&) = delete;

  // True: it is the person's first session there.
  bool enter(ChannelName const& channel, Person const& person);
  // True: it was the person's last one.
  bool leave(ChannelName const& channel, UserId person);
  [[nodiscard]] std::size_t people(ChannelName const& channel) const;
  // Everybody who is there, as one diff.
  [[nodiscard]] PresenceDiff snapshot(ChannelName const& channel) const;

 private:
  struct Channel;
  Channel& channel_for(ChannelName const& name);
  void tell(Channel& channel);

  runtime::Loop& loop_;
  OnDiff on_diff_;
  std::unordered_map<std::string, std::unique_ptr<Channel>> channels_;
};

}  // namespace switchboard::delivery

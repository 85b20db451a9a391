#include "features/delivery/fan_out.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "features/delivery/canary.hpp"
#include "support/fake_outlet.hpp"
#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using delivery::FanOut;
using tests::FakeOutlet;

namespace {

struct LineCodec final : delivery::Codec {
  void encode(Publication const& publication, std::string& out) override {
    out.append(publication.data).append("\n");
  }
};

Publication words(std::string room, std::string text) {
  return {
      .channel = ChannelName(std::move(room)), .seq = {}, .data = std::move(text), .except = {}};
}

struct Rig {
  static constexpr std::size_t count = 3;
  tests::ManualClock clock;
  runtime::Shards shards{clock, count};
  FanOut fan_out{shards, {}, [](auto const&, auto const&) {}};
  std::vector<LineCodec> codecs{count};
  std::vector<std::unique_ptr<FakeOutlet>> outlets;

  // On whatever shard has something to do, until none has.
  void pump() {
    for (bool happened = true; happened;) {
      happened = false;
      for (std::size_t i = 0; i < count; ++i) {
        shards[i].adopt_thread();
        happened |= shards[i].turn(Duration::zero());
      }
    }
  }
  FakeOutlet& listen(std::size_t shard, std::string const& room) {
    shards[shard].adopt_thread();
    outlets.push_back(std::make_unique<FakeOutlet>(-1, true));
    auto& outlet = *outlets.back();
    outlet.subscription =
        fan_out.hub(shard).subscribe(ChannelName(room), codecs[shard], outlet, SessionId(1));
    REQUIRE(outlet.subscription->go_live(Seq{}));
    pump();
    return outlet;
  }
  FanOut::Entered enter(std::size_t shard, std::string const& room) {
    FanOut::Entered entered;
    delivery::Person alice{UserId{}, "alice", "Alice"};
    shards[shard].adopt_thread();
    start(
        fan_out.enter(ChannelName(room), alice, words(room, "joined")),
        [&](FanOut::Entered answer) { entered = std::move(answer); }, [](auto const&) {});
    pump();
    return entered;
  }
};

}  // namespace

TEST_CASE("what is published anywhere reaches every shard that listens, in the same order") {
  Rig rig;
  for (std::string const room : {"room:a", "room:b", "room:c", "room:d"}) {
    std::vector<FakeOutlet*> listeners;
    for (std::size_t shard = 0; shard < Rig::count; ++shard)
      listeners.push_back(&rig.listen(shard, room));
    rig.fan_out.publish(words(room, "one"));
    rig.fan_out.publish(words(room, "two"));
    rig.pump();
    for (auto* listener : listeners) CHECK(listener->received == "one\ntwo\n");
  }
}

TEST_CASE("a shard that ceased to listen is not told any more") {
  Rig rig;
  auto& first = rig.listen(0, "room:a");
  auto& second = rig.listen(1, "room:a");
  rig.shards[1].adopt_thread();
  second.subscription.reset();
  rig.fan_out.hub(1).forget_if_empty(ChannelName("room:a"));
  rig.pump();
  auto before = rig.fan_out.hub(1).counters().publications.load();
  rig.fan_out.publish(words("room:a", "one"));
  rig.pump();
  CHECK(first.received == "one\n");
  CHECK(second.received.empty());
  CHECK(rig.fan_out.hub(1).counters().publications == before);
  CHECK(rig.fan_out.hub(1).channels() == 0);
}

TEST_CASE("a person's first session is announced, further ones on other shards are not") {
  Rig rig;
  auto& listener = rig.listen(0, "room:a");
  auto first = rig.enter(1, "room:a");
  CHECK(first.first_session);
  CHECK(first.present.count == 1);
  CHECK(listener.received == "joined\n");
  CHECK(!rig.enter(2, "room:a").first_session);
  rig.fan_out.leave(ChannelName("room:a"), UserId{}, words("room:a", "left"));
  rig.pump();
  CHECK(listener.received == "joined\n");
  rig.fan_out.leave(ChannelName("room:a"), UserId{}, words("room:a", "left"));
  rig.pump();
  CHECK(listener.received == "joined\nleft\n");
}

TEST_CASE("session ids are never nobody's, and never twice") {
  Rig rig;
  auto first = rig.fan_out.next_session_id();
  CHECK(first != SessionId{});
  CHECK(rig.fan_out.next_session_id() != first);
}

TEST_CASE("a canary comes back over the way of all publications, also from another home") {
  Rig rig;
  for (std::size_t i = 0; i < Rig::count; ++i) {
    rig.shards[i].adopt_thread();
    delivery::Canary canary(rig.shards[i], rig.fan_out);
    rig.pump();
    bool back = false;
    rig.shards[i].adopt_thread();
    start(
        canary.fly(), [&](Result<void> const& answer) { back = answer.has_value(); },
        [](auto const&) {});
    rig.pump();
    CHECK(back);
  }
}

TEST_CASE("one canary too many in the air is refused, the others come back") {
  Rig rig;
  rig.shards[0].adopt_thread();
  delivery::Canary canary(rig.shards[0], rig.fan_out);
  rig.pump();
  std::size_t refused = 0;
  for (std::size_t i = 0; i <= delivery::Canary::waiting_max; ++i)
    start(
        canary.fly(), [&](Result<void> const& answer) { refused += answer ? 0 : 1; },
        [](auto const&) {});
  CHECK(refused == 1);
  rig.pump();
  CHECK(refused == 1);
}

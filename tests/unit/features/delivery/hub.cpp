#include "features/delivery/hub.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/fake_outlet.hpp"
#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using tests::FakeOutlet;

namespace {

struct LineCodec final : delivery::Codec {
  void encode(Publication const& publication, std::string& out) override {
    out.append(publication.data).append("\n");
  }
};

struct Rig {
  tests::ManualClock clock;
  runtime::Loop loop{clock};
  delivery::Hub hub{loop, {}};
  LineCodec codec;
  ChannelName room{"room:a"};

  Rig() { loop.adopt_thread(); }
  void join(FakeOutlet& outlet) {
    outlet.subscription = hub.subscribe(room, codec, outlet, SessionId(1));
    REQUIRE(outlet.subscription->go_live(Seq{}));
  }
  void say(std::string text) {
    hub.append({.channel = room, .seq = {}, .data = std::move(text), .except = {}});
  }
  void turn() { loop.turn(Duration::zero()); }
};

}  // namespace

TEST_CASE("nothing leaves before the turn ends, then all of it at once") {
  Rig rig;
  FakeOutlet outlet(-1, true);
  rig.join(outlet);
  rig.say("one");
  rig.say("two");
  CHECK(outlet.received.empty());
  rig.turn();
  CHECK(outlet.received == "one\ntwo\n");
  CHECK(rig.hub.counters().publications == 2);
}

TEST_CASE("a channel that nobody listens to is forgotten, and interest is told once each way") {
  Rig rig;
  std::string interest;
  rig.hub.on_interest([&](auto const&, bool listening) { interest += listening ? '+' : '-'; });
  FakeOutlet first(-1, true);
  FakeOutlet second(-1, true);
  rig.join(first);
  rig.join(second);
  first.subscription.reset();
  rig.hub.forget_if_empty(rig.room);
  CHECK(interest == "+");
  rig.say("one");
  second.subscription.reset();
  rig.hub.forget_if_empty(rig.room);
  CHECK(interest == "+-");
  CHECK(rig.hub.channels() == 0);
  rig.turn();
  CHECK(second.received.empty());
}

TEST_CASE("a busy channel gathers until its tick, and then nothing is missing") {
  Rig rig;
  FakeOutlet outlet(-1, true);
  rig.join(outlet);
  std::string expected;
  for (int i = 0; i < 50; ++i) {
    rig.say(std::to_string(i));
    expected += std::to_string(i) + "\n";
    rig.turn();
  }
  CHECK(outlet.received.size() < expected.size());
  rig.clock.advance(20ms);
  rig.turn();
  rig.turn();
  CHECK(outlet.received == expected);
}

TEST_CASE("a channel whose last subscribers write through TLS is not forgotten when one leaves") {
  Rig rig;
  FakeOutlet first(-1, true);
  FakeOutlet second(-1, true);
  rig.join(first);
  rig.join(second);
  first.subscription.reset();
  rig.hub.forget_if_empty(rig.room);
  rig.say("one");
  rig.turn();
  CHECK(second.received == "one\n");
}

#include "features/delivery/murmurs.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using delivery::Murmurs;
using ports::Sparse;

namespace {

struct Rig {
  tests::ManualClock clock;
  runtime::Loop loop{clock};
  std::vector<std::string> told;
  Murmurs murmurs{loop, [this](Publication publication) { told.push_back(publication.data); }};
  UserId ann{Uuid::random()};
  UserId bob{Uuid::random()};

  Rig() { loop.adopt_thread(); }
  void offer(std::string text, UserId whose, Sparse kind, std::string channel = "room:a") {
    murmurs.offer({.channel = ChannelName(std::move(channel)),
                   .seq = {},
                   .data = std::move(text),
                   .except = {}},
                  whose, kind);
  }
  void advance(Duration duration) {
    for (; duration > Duration::zero(); duration -= 50ms) {
      clock.advance(50ms);
      while (loop.turn(Duration::zero())) {
      }
    }
  }
};

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("who types is told once a second, and what comes sooner is forgotten") {
  Rig rig;
  rig.offer("1", rig.ann, Sparse::dropped);
  rig.offer("2", rig.ann, Sparse::dropped);
  rig.advance(900ms);
  rig.offer("3", rig.ann, Sparse::dropped);
  CHECK(rig.told == Told{"1"});
  rig.advance(2s);
  CHECK(rig.told == Told{"1"});
  rig.offer("4", rig.ann, Sparse::dropped);
  CHECK(rig.told == Told{"1", "4"});
}

TEST_CASE("of many marks in a short time the first is told at once and the last half a second on") {
  Rig rig;
  for (auto const* mark : {"1", "2", "3"}) rig.offer(mark, rig.ann, Sparse::latest);
  CHECK(rig.told == Told{"1"});
  rig.advance(450ms);
  CHECK(rig.told == Told{"1"});
  rig.advance(200ms);
  CHECK(rig.told == Told{"1", "3"});
  rig.advance(5s);
  CHECK(rig.told == Told{"1", "3"});
  CHECK(rig.murmurs.size() == 0);
}

TEST_CASE("people, channels and kinds do not hinder each other") {
  Rig rig;
  rig.offer("ann types", rig.ann, Sparse::dropped);
  rig.offer("bob types", rig.bob, Sparse::dropped);
  rig.offer("ann types elsewhere", rig.ann, Sparse::dropped, "room:b");
  rig.offer("ann reads", rig.ann, Sparse::latest);
  CHECK(rig.told.size() == 4);
}

TEST_CASE("beyond the bound nothing is taken, and once it is quiet everything is again") {
  Rig rig;
  for (std::size_t i = 0; i < Murmurs::entries_max + 5; ++i)
    rig.offer("x", rig.ann, Sparse::dropped, "room:" + std::to_string(i));
  CHECK(rig.told.size() == Murmurs::entries_max);
  rig.advance(1200ms);
  CHECK(rig.murmurs.size() == 0);
  rig.offer("y", rig.ann, Sparse::dropped, "room:one more");
  CHECK(rig.told.back() == "y");
}

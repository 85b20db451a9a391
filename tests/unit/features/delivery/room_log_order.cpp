// Nothing twice, nothing missed, whatever comes between.

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <vector>

#include "unit/features/delivery/log_rig.hpp"

using namespace switchboard;
using tests::FakeOutlet;
using tests::LogRig;

TEST_CASE("whatever happens, each subscriber receives exactly its frames, whole and in order") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto below = [&random](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  for (int round = 0; round < 200; ++round) {
    LogRig rig;
    std::map<FakeOutlet*, std::string> expected;
    std::vector<std::uint64_t> sessions;
    for (int step = 0; step < 200; ++step) {
      auto action = below(10);
      if (action == 0 && rig.outlets.size() < 8) {
        sessions.push_back(sessions.size() + 1);
        expected[&rig.join_live(sessions.back(), below(2) == 0)] = "";
      } else if (action < 4 && !sessions.empty()) {
        auto except = below(4) == 0 ? sessions[below(static_cast<unsigned>(sessions.size()))] : 0;
        auto text = std::string(below(20), static_cast<char>('a' + step % 26));
        rig.say(text, 0, except);
        for (std::size_t i = 0; i < rig.outlets.size(); ++i)
          if (rig.outlets[i]->subscription && sessions[i] != except)
            expected[rig.outlets[i].get()] += text + "\n";
      } else if (action < 7) {
        rig.flush();
      } else if (!rig.outlets.empty()) {
        auto& outlet = *rig.outlets[below(static_cast<unsigned>(rig.outlets.size()))];
        if (action == 7)
          outlet.room = below(30);
        else
          outlet.drain(below(60));
      }
    }
    for (auto& outlet : rig.outlets) outlet->drain(1 << 20);
    rig.flush();
    for (auto& outlet : rig.outlets) {
      outlet->drain(1 << 20);
      CHECK(outlet->received == expected[outlet.get()]);
    }
    CHECK(rig.log->bytes() == 0);
  }
}

TEST_CASE("a message that was read from the store and comes late over the wire is not told twice") {
  LogRig rig;
  auto& outlet = rig.join(1);
  REQUIRE(outlet.subscription->go_live(Seq(2)));
  rig.say("m2", 2);
  rig.flush();
  rig.say("m3", 3);
  rig.flush();
  CHECK(outlet.received == "m3\n");
  CHECK(rig.log->live() == 1);
}

TEST_CASE("a message that was read from the store and waits for the next flush is not told twice") {
  LogRig rig;
  auto& outlet = rig.join(1);
  rig.say("m1", 1);
  rig.flush();
  auto& late = rig.join(2);
  rig.say("m2", 2);
  REQUIRE(late.subscription->go_live(Seq(2)));
  REQUIRE(outlet.subscription->go_live(Seq{}));
  rig.flush();
  rig.say("m3", 3);
  rig.flush();
  CHECK(late.received == "m3\n");
  CHECK(outlet.received == "m1\nm2\nm3\n");
  CHECK(rig.log->live() == 2);
}

TEST_CASE("whenever a reader comes, it is told what it has not read in the store, once, in order") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    LogRig rig;
    std::int64_t stored = 0;  // publications come after the commit
    std::int64_t told = 0;
    std::vector<std::int64_t> seen;  // by each reader; -1: it has not read the store yet
    for (int step = 0; step < 100; ++step) {
      auto action = random() % 8;
      auto reader = seen.empty() ? 0 : random() % seen.size();
      if (action < 3) {
        ++stored;
      } else if (action < 5) {
        if (told < stored) rig.say(std::to_string(told + 1), told + 1), ++told;
      } else if (action == 5) {
        rig.flush();
      } else if (action == 6) {
        rig.join(seen.size() + 1);
        seen.push_back(-1);
      } else if (!seen.empty() && seen[reader] < 0) {
        seen[reader] = stored;
        REQUIRE(rig.outlets[reader]->subscription->go_live(Seq(stored)));
      }
    }
    while (told < stored) rig.say(std::to_string(told + 1), told + 1), ++told;
    rig.flush();
    for (std::size_t reader = 0; reader < seen.size(); ++reader) {
      std::string expected;
      for (auto seq = seen[reader] + 1; seen[reader] >= 0 && seq <= stored; ++seq)
        expected += std::to_string(seq) + "\n";
      CHECK(rig.outlets[reader]->received == expected);
    }
  }
}

#include "features/delivery/room_log.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <vector>

#include "support/fake_outlet.hpp"

using namespace switchboard;
using delivery::LogLimits;
using delivery::RoomLog;
using delivery::Subscription;
using tests::FakeOutlet;

namespace {

struct LineCodec final : delivery::Codec {
  void encode(Publication const& publication, std::string& out) override {
    out.append(publication.data).append("\n");
  }
};

// The sender's other end: fd → outlet.
struct FakeSender final : runtime::BatchSender {
  std::map<int, FakeOutlet*> outlets;
  void send(std::span<int const> fds, std::string_view bytes,
            std::span<std::int32_t> taken) override {
    for (std::size_t i = 0; i < fds.size(); ++i)
      taken[i] = static_cast<std::int32_t>(outlets.contains(fds[i]) ? outlets[fds[i]]->take(bytes)
                                                                    : -EPIPE);
  }
  [[nodiscard]] std::string_view name() const override { return "fake"; }
};

struct Rig {
  LineCodec codec;
  FakeSender sender;
  std::shared_ptr<RoomLog> log;
  std::vector<std::unique_ptr<FakeOutlet>> outlets;

  explicit Rig(LogLimits limits = {}) : log(std::make_shared<RoomLog>(codec, limits)) {}

  FakeOutlet& join(std::uint64_t session, bool secure = false) {
    auto fd = static_cast<int>(outlets.size()) + 10;
    outlets.push_back(std::make_unique<FakeOutlet>(fd, secure));
    auto& outlet = *outlets.back();
    sender.outlets[fd] = &outlet;
    outlet.subscription = std::make_unique<Subscription>(log, outlet, SessionId(session));
    return outlet;
  }
  FakeOutlet& join_live(std::uint64_t session, bool secure = false) {
    auto& outlet = join(session, secure);
    REQUIRE(outlet.subscription->go_live(Seq{}));
    return outlet;
  }
  void say(std::string text, std::int64_t seq = 0, std::uint64_t except = 0) {
    Publication publication{
        .channel = {}, .seq = Seq(seq), .data = std::move(text), .except = SessionId(except)};
    log->append(publication);
  }
  std::size_t flush() { return log->flush(sender); }
};

}  // namespace

TEST_CASE("what is appended in one turn reaches each subscriber in one piece") {
  Rig rig;
  auto& plain = rig.join_live(1);
  auto& secure = rig.join_live(2, true);
  rig.say("one");
  rig.say("two");
  CHECK(plain.received.empty());
  CHECK(rig.flush() == 2);
  CHECK(plain.received == "one\ntwo\n");
  CHECK(secure.received == "one\ntwo\n");
  CHECK(rig.log->bytes() == 0);
}

TEST_CASE("whoever joins hears only what comes after") {
  Rig rig;
  rig.join_live(1);
  rig.say("before");
  auto& late = rig.join_live(2);
  rig.say("after");
  rig.flush();
  CHECK(late.received == "after\n");
  rig.say("more");
  rig.flush();
  CHECK(late.received == "after\nmore\n");
}

TEST_CASE("a publication leaves out the session that it names, and nobody else") {
  Rig rig;
  auto& author = rig.join_live(1);
  auto& other = rig.join_live(2);
  auto& secure_author = rig.join_live(3, true);
  rig.say("a", 0, 1);
  rig.say("b", 0, 3);
  rig.say("c");
  rig.flush();
  CHECK(author.received == "b\nc\n");
  CHECK(other.received == "a\nb\nc\n");
  CHECK(secure_author.received == "a\nc\n");
  rig.say("d");
  CHECK(rig.flush() == 3);
  CHECK(author.received == "b\nc\nd\n");
}

TEST_CASE("a frame that was cut goes on where it was cut, and nothing comes between") {
  for (bool secure : {false, true}) {
    Rig rig;
    auto& slow = rig.join_live(1, secure);
    slow.room = 6;  // into the middle of the second frame
    rig.say("one");
    rig.say("two");
    rig.say("three");
    rig.flush();
    CHECK(slow.received == "one\ntw");
    rig.say("four");
    rig.flush();
    CHECK(slow.received == "one\ntw");
    slow.drain(3);
    CHECK(slow.received == "one\ntwo\nt");
    slow.drain(1000);
    CHECK(slow.received == "one\ntwo\nthree\nfour\n");
    CHECK(rig.flush() == 0);
    CHECK(rig.log->live() == (secure ? 0 : 1));
  }
}

TEST_CASE("a paused subscriber gets what it missed when it goes live, without what it has seen") {
  Rig rig;
  auto& paused = rig.join(1);
  rig.say("m1", 1);
  rig.say("notice");
  rig.flush();
  rig.say("m2", 2);
  rig.say("m3", 3);
  rig.flush();
  CHECK(paused.received.empty());
  REQUIRE(paused.subscription->go_live(Seq(2)));
  CHECK(paused.received == "notice\nm3\n");
  rig.say("m4", 4);
  rig.flush();
  CHECK(paused.received == "notice\nm3\nm4\n");
}

TEST_CASE("going live in the middle of a turn neither doubles nor loses what is not flushed yet") {
  Rig rig;
  auto& first = rig.join_live(1);
  rig.say("m1", 1);
  auto& second = rig.join(2);
  rig.say("m2", 2);
  REQUIRE(second.subscription->go_live(Seq{}));
  rig.flush();
  CHECK(first.received == "m1\nm2\n");
  CHECK(second.received == "m2\n");
}

TEST_CASE("a subscriber that owes more than its bound is told, one that owes just as much is not") {
  Rig rig({.unread_bytes_max = 8});
  auto& exact = rig.join_live(1);
  exact.room = 0;
  rig.say("1234567");  // 8 bytes with the line's end
  rig.flush();
  CHECK(!exact.slow);
  rig.say("");
  rig.flush();
  CHECK(exact.slow);
}

TEST_CASE("a paused subscriber is never slow: it loses its place and is told when it goes live") {
  Rig rig({.unread_bytes_max = 8});
  auto& paused = rig.join(1);
  auto& live = rig.join_live(2);
  rig.say("0123456789", 1);
  rig.flush();
  CHECK(!paused.slow);
  CHECK(live.received == "0123456789\n");
  CHECK(!paused.subscription->go_live(Seq{}));
  REQUIRE(paused.subscription->go_live(Seq(1)));
  rig.say("x", 2);
  rig.flush();
  CHECK(paused.received == "x\n");
}

TEST_CASE("a broken socket is told after the flush, and the others have everything") {
  Rig rig;
  auto& broken = rig.join_live(1);
  auto& sound = rig.join_live(2);
  rig.sender.outlets.erase(broken.plain_fd());
  rig.say("one");
  rig.flush();
  CHECK(broken.broken);
  CHECK(sound.received == "one\n");
  broken.subscription.reset();
  rig.say("two");
  CHECK(rig.flush() == 1);
}

TEST_CASE("an outlet that is blocked for another reason waits, and goes on when it is free") {
  Rig rig;
  auto& outlet = rig.join(1);
  outlet.hold("");
  REQUIRE(outlet.subscription->go_live(Seq{}));
  CHECK(rig.log->live() == 0);
  rig.say("one");
  rig.flush();
  CHECK(outlet.received.empty());
  outlet.drain(0);
  CHECK(outlet.received == "one\n");
  CHECK(rig.log->live() == 1);
}

TEST_CASE("whatever happens, each subscriber receives exactly its frames, whole and in order") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto below = [&random](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  for (int round = 0; round < 200; ++round) {
    Rig rig;
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
  Rig rig;
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
  Rig rig;
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
    Rig rig;
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

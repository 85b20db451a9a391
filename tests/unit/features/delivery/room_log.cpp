#include "features/delivery/room_log.hpp"

#include <doctest/doctest.h>

#include "unit/features/delivery/log_rig.hpp"

using namespace switchboard;
using delivery::LogLimits;

using tests::FakeOutlet;
using tests::LogRig;

TEST_CASE("what is appended in one turn reaches each subscriber in one piece") {
  LogRig rig;
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
  LogRig rig;
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
  LogRig rig;
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
    LogRig rig;
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
  LogRig rig;
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
  LogRig rig;
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
  LogRig rig({.unread_bytes_max = 8});
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
  LogRig rig({.unread_bytes_max = 8});
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
  LogRig rig;
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
  LogRig rig;
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

TEST_CASE("who has fallen behind is spared what is worth nothing by then") {
  LogRig rig;
  auto& quick = rig.join_live(1);
  auto& late = rig.join_live(2);
  late.room = 0;
  rig.say("one", 1);
  rig.flush();
  rig.log->append({.channel = ChannelName("room"),
                   .seq = {},
                   .data = "typing",
                   .except = {},
                   .fleeting = true});
  rig.say("two", 2);
  rig.flush();
  CHECK(quick.received == "one\ntyping\ntwo\n");
  late.drain(100);
  CHECK(late.received == "one\ntwo\n");
}

#include "features/delivery/pacer.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace std::chrono_literals;
using delivery::Pacer;

namespace {

Instant const start_of_time{1h};

// Uses up what may be flushed at once.
void exhaust(Pacer& pacer, Instant now) {
  for (int i = 0; i <= Pacer::burst; ++i) REQUIRE(pacer.may_flush(now));
}

}  // namespace

TEST_CASE("a quiet channel flushes at once, every time") {
  Pacer pacer;
  for (int i = 0; i < 1000; ++i) CHECK(pacer.may_flush(start_of_time + i * Pacer::tick));
}

TEST_CASE("a busy channel waits for its tick and then flushes all that gathered") {
  Pacer pacer;
  exhaust(pacer, start_of_time);
  CHECK(!pacer.may_flush(start_of_time));
  pacer.on_append(start_of_time + Pacer::tick / 2);
  CHECK(!pacer.may_flush(start_of_time + Pacer::tick / 2));
  CHECK(pacer.due() == start_of_time + Pacer::tick);
  CHECK(pacer.may_flush(pacer.due()));
  CHECK(!pacer.may_flush(pacer.due() + 1ms));
}

TEST_CASE(
    "a tick that gathered nothing was only a delay, so the channel flushes at once for a while") {
  Pacer pacer;
  exhaust(pacer, start_of_time);
  CHECK(!pacer.may_flush(start_of_time));
  auto due = pacer.due();
  CHECK(pacer.may_flush(due));
  CHECK(pacer.may_flush(due + 1ms));
  CHECK(pacer.may_flush(due + Pacer::exempt - 1ms));
}

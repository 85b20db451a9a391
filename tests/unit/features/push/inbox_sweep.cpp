#include "features/push/inbox_sweep.hpp"

#include "unit/features/push/push_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using push::InboxSweep;

namespace {

struct SweepRig : PushRig {
  SweepRig() { loop.adopt_thread(); }

  void send(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      ports::InboxDraft draft{.type = "n",
                              .content = {},
                              .collapse_key = {},
                              .created_at = clock.timestamp(),
                              .lapses_at = clock.timestamp() + std::chrono::seconds(10)};
      REQUIRE(run(store.inboxes().append({std::to_string(i)}, std::move(draft), {})));
    }
  }
  void advance(Duration duration) {
    clock.advance(duration);
    loop.turn(Duration::zero());
  }
  // How many lapsed items were still there; none are afterwards.
  std::int64_t left() { return *run(store.inboxes().sweep(clock.timestamp(), 1'000'000)); }

  runtime::Loop loop{clock};
  Log log{clock, {.fd = -1}};
};

}  // namespace

TEST_CASE("what has lapsed is gone within a minute though nothing is sent") {
  SweepRig rig;
  rig.send(5);
  InboxSweep sweep(rig.loop, rig.store.inboxes(), rig.log);
  rig.advance(InboxSweep::interval);
  CHECK(rig.left() == 0);
  rig.send(5);
  rig.advance(InboxSweep::interval);
  CHECK(rig.left() == 0);
}

TEST_CASE("a sweep takes bounded pieces, one soon after the other") {
  SweepRig rig;
  constexpr auto piece = static_cast<std::size_t>(InboxSweep::items_a_piece);
  rig.send(2 * piece + 1);
  InboxSweep sweep(rig.loop, rig.store.inboxes(), rig.log);
  rig.advance(InboxSweep::interval);
  rig.advance(InboxSweep::between_pieces);
  CHECK(rig.left() == 1);
}

TEST_CASE("a store that refuses is asked again a minute later") {
  SweepRig rig;
  rig.send(3);
  InboxSweep sweep(rig.loop, rig.store.inboxes(), rig.log);
  rig.store.refuse_writes(true);
  rig.advance(InboxSweep::interval);
  rig.store.refuse_writes(false);
  rig.advance(InboxSweep::interval);
  CHECK(rig.left() == 0);
}

#include "features/accounts/account_changes.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/manual_clock.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

Task<void> announce_then_note(accounts::AccountChanges& changes, UserId id, std::string& notes) {
  co_await changes.announce(id);
  notes += "answered ";
}

}  // namespace

TEST_CASE("a change is answered only after every listener of every shard has heard of it") {
  ManualClock clock;
  runtime::Loop here(clock, 0);
  runtime::Loop there(clock, 1);
  accounts::AccountChanges changes({&here, &there});
  std::string notes;
  auto id = UserId(Uuid::random());
  changes.listen(0, [&](UserId changed) { notes += changed == id ? "here " : "wrong "; });
  changes.listen(1, [&](UserId) { notes += "there1 "; });
  changes.listen(1, [&](UserId) { notes += "there2 "; });

  here.adopt_thread();
  start(announce_then_note(changes, id, notes), [] {}, [](auto) { FAIL("threw"); });
  CHECK(notes == "here ");
  here.turn(Duration::zero());
  CHECK(notes == "here ");

  there.adopt_thread();
  there.turn(Duration::zero());
  CHECK(notes == "here there1 there2 ");

  here.adopt_thread();
  here.turn(Duration::zero());
  CHECK(notes == "here there1 there2 answered ");
}

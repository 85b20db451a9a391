#include "features/accounts/directory.hpp"

#include <doctest/doctest.h>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using accounts::Directory;

namespace {

ports::UserChange named(AccountsRig& rig, std::string full_name) {
  ports::UserChange change;
  change.full_name = std::move(full_name);
  change.updated_at = rig.clock.timestamp();
  return change;
}

}  // namespace

TEST_CASE("what was found once is at hand from then on") {
  AccountsRig rig;
  Directory directory(rig.store.users(), rig.store.sign_ins());
  auto jane = rig.add("jane");
  CHECK(directory.at_hand(jane.id) == nullptr);
  auto found = rig.run(directory.find(jane.id));
  REQUIRE(found);
  CHECK(**found == jane);
  CHECK(directory.at_hand(jane.id) == *found);
}

TEST_CASE("an unknown account is not found and not kept") {
  AccountsRig rig;
  Directory directory(rig.store.users(), rig.store.sign_ins());
  CHECK(code_of(rig.run(directory.find(UserId(Uuid::random())))) == Errc::not_found);
  CHECK(directory.size() == 0);
}

TEST_CASE("what changed is read again") {
  AccountsRig rig;
  Directory directory(rig.store.users(), rig.store.sign_ins());
  auto jane = rig.add("jane");
  static_cast<void>(rig.run(directory.find(jane.id)));
  static_cast<void>(rig.run(rig.store.users().update(jane.id, named(rig, "Jane Doe"))));
  directory.forget(jane.id);
  CHECK(directory.at_hand(jane.id) == nullptr);
  CHECK((*rig.run(directory.find(jane.id)))->full_name == "Jane Doe");
}

TEST_CASE("a read that a change has overtaken is done again, and the old answer is not kept") {
  AccountsRig rig(rig_settings(), memory::Pace::when_pumped);
  Directory directory(rig.store.users(), rig.store.sign_ins());
  auto jane = rig.add("jane");
  auto finding = rig.begin(directory.find(jane.id));
  // The store has answered, but the answer still lies in the loop's mailbox.
  rig.store.pump();
  auto changing = rig.begin(rig.store.users().update(jane.id, named(rig, "Jane Doe")));
  rig.store.pump();
  directory.forget(jane.id);
  while (rig.pump()) {
  }
  REQUIRE(finding->result);
  CHECK((**finding->result)->full_name == "Jane Doe");
  CHECK(directory.at_hand(jane.id)->full_name == "Jane Doe");
  CHECK(changing->result.has_value());
}

TEST_CASE("a change of one account leaves reads of another alone") {
  AccountsRig rig(rig_settings(), memory::Pace::when_pumped);
  Directory directory(rig.store.users(), rig.store.sign_ins());
  auto jane = rig.add("jane");
  auto john = rig.add("john");
  auto finding = rig.begin(directory.find(jane.id));
  rig.store.pump();
  rig.loop.turn(Duration::zero());
  rig.store.pump();  // who is signed in
  directory.forget(john.id);
  rig.loop.turn(Duration::zero());
  CHECK(finding->result.has_value());
}

TEST_CASE("an account that never stops changing is not waited for without end") {
  AccountsRig rig(rig_settings(), memory::Pace::when_pumped);
  Directory directory(rig.store.users(), rig.store.sign_ins());
  auto jane = rig.add("jane");
  auto finding = rig.begin(directory.find(jane.id));
  int rounds = 0;
  for (; !finding->result && rounds < 100; ++rounds) {
    rig.store.pump();
    directory.forget(jane.id);
    rig.loop.turn(Duration::zero());
  }
  CHECK(rounds < 40);
  CHECK(code_of(*finding->result) == Errc::unavailable);
}

TEST_CASE("the cache is bounded, and what was used longest ago goes first") {
  AccountsRig rig;
  Directory directory(rig.store.users(), rig.store.sign_ins(), 2);
  auto a = rig.add("aaa");
  auto b = rig.add("bbb");
  auto c = rig.add("ccc");
  static_cast<void>(rig.run(directory.find(a.id)));
  static_cast<void>(rig.run(directory.find(b.id)));
  static_cast<void>(directory.at_hand(a.id));
  static_cast<void>(rig.run(directory.find(c.id)));
  CHECK(directory.size() == 2);
  CHECK(directory.at_hand(a.id) != nullptr);
  CHECK(directory.at_hand(b.id) == nullptr);
}

TEST_CASE("an account is shown with who is signed in to it, and anew after a change of that") {
  AccountsRig rig;
  Directory directory(rig.store.users(), rig.store.sign_ins());
  auto jane = rig.add("jane");
  auto signed_in = rig.login("jane", good_password);
  REQUIRE(signed_in);
  auto first = rig.run(directory.find(jane.id));
  REQUIRE((*first)->sign_ins.size() == 1);
  CHECK((*first)->has((*first)->sign_ins.front()));
  CHECK_FALSE((*first)->has(SignInId(Uuid::random())));
  REQUIRE(rig.run(rig.store.sign_ins().end_all(jane.id, std::nullopt)));
  directory.forget(jane.id);
  CHECK((*rig.run(directory.find(jane.id)))->sign_ins.empty());
}

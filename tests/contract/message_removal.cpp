#include <doctest/doctest.h>

#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

TEST_CASE_TEMPLATE("a removed account leaves tombstones, and nobody else's words change", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = rig.wait(rig.users().create(person("ada"))).value();
  auto bob = rig.wait(rig.users().create(person("bob"))).value();
  for (int i = 0; i < 6; ++i) {
    auto draft = said("m" + std::to_string(i), i % 2 == 0 ? ada.id : bob.id);
    REQUIRE(rig.wait(rig.messages().append(named(std::to_string(i), draft), {})));
  }
  auto before = rig.wait(rig.messages().messages_after(RoomId("general"), Seq(0), 10)).value();
  REQUIRE(rig.wait(rig.users().remove(ada.id)));
  auto after = rig.wait(rig.messages().messages_after(RoomId("general"), Seq(0), 10)).value();
  REQUIRE(after.size() == 6);
  for (std::size_t i = 0; i < after.size(); ++i) {
    auto expected = before[i];
    if (i % 2 == 0) {
      expected.content.reset();
      expected.sender_name = "Deleted account";
      expected.sender_username.clear();
    }
    CHECK(after[i] == expected);
  }
  CHECK(rig.wait(rig.messages().append(said("next", bob.id), {})).value().seq == Seq(7));
}

TEST_CASE_TEMPLATE("what a removed account had under way is not stored after its removal", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = rig.wait(rig.users().create(person("ada"))).value();
  auto both = [&rig, &ada]() -> Task<Result<ports::Appended>> {
    auto removed = co_await rig.users().remove(ada.id);
    CHECK(removed);
    auto draft = said("too late", ada.id);
    co_return co_await rig.messages().append(std::move(draft), {});
  };
  auto late = rig.wait(both());
  REQUIRE_FALSE(late);
  CHECK(late.error().code == Errc::unauthenticated);
  CHECK(late.error().reason == "account_removed");
  CHECK(rig.wait(rig.messages().find_room(RoomId("general"))).value().head.seq == Seq(0));
}

TEST_CASE_TEMPLATE("a talkative account is removed whole, while others go on writing", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = rig.wait(rig.users().create(person("ada"))).value();
  std::vector<Task<Result<ports::Appended>>> tasks;
  for (int i = 0; i < 1500; ++i) {
    auto room = i % 2 == 0 ? "general" : "support";
    tasks.push_back(rig.messages().append(said("secret", ada.id, room), {}));
  }
  rig.wait_all(std::move(tasks));
  auto removal = [&rig, &ada]() -> Task<Result<ports::Appended>> {
    auto removed = co_await rig.users().remove(ada.id);
    if (!removed) co_return failure_of(std::move(removed));
    co_return ports::Appended{};
  };
  tasks.clear();
  tasks.push_back(removal());
  for (int i = 0; i < 20; ++i)
    tasks.push_back(rig.messages().append(said("public", somebody()), {}));
  for (auto const& answer : rig.wait_all(std::move(tasks))) CHECK(answer.has_value());
  std::size_t tombstones = 0;
  std::size_t others = 0;
  for (auto const* room : {"general", "support"}) {
    auto all = rig.wait(rig.messages().messages_after(RoomId(room), Seq(0), 2000)).value();
    for (auto const& message : all) {
      if (message.sender == ada.id) CHECK_FALSE(message.content.has_value());
      ++(message.sender == ada.id ? tombstones : others);
    }
  }
  CHECK(tombstones == 1500);
  CHECK(others == 20);
}

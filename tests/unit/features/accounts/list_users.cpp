#include "features/accounts/list_users.hpp"

#include <doctest/doctest.h>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using accounts::ListUsers;

namespace {

std::string names_of(std::vector<User> const& users) {
  std::string names;
  for (auto const& user : users) names += user.username + ' ';
  return names;
}

Result<ListUsers::Output> list(AccountsRig& rig, ListUsers::Input input) {
  return rig.run(rig.accounts.list_users.run(std::move(input)));
}

}  // namespace

TEST_CASE("the list is newest first, and whole when nothing else is asked for") {
  AccountsRig rig;
  for (auto name : {"aaa", "bbb", "ccc"}) rig.add(name);
  auto page = list(rig, {});
  REQUIRE(page);
  CHECK(names_of(page->users) == "ccc bbb aaa ");
  CHECK(page->total == 3);
  CHECK_FALSE(page->next_cursor);
}

TEST_CASE("pages follow each other without gap or repeat, and the last has no next") {
  AccountsRig rig;
  for (auto name : {"aaa", "bbb", "ccc", "ddd", "eee"}) rig.add(name);
  std::string seen;
  std::optional<std::string> cursor;
  int pages = 0;
  do {
    auto page = list(rig, {.limit = "2", .cursor = cursor, .role = {}});
    REQUIRE(page);
    CHECK(page->total == 5);
    seen += names_of(page->users);
    cursor = page->next_cursor;
  } while (cursor && ++pages < 10);
  CHECK(seen == "eee ddd ccc bbb aaa ");
  CHECK(pages == 2);
}

TEST_CASE("a limit is a number from 1 to 200") {
  AccountsRig rig;
  CHECK(list(rig, {.limit = "1"}));
  CHECK(list(rig, {.limit = "200"}));
  for (auto wrong : {"0", "201", "-1", "", "x", "1x", " 1", "1.0", "99999999999999999999"})
    CHECK_MESSAGE(code_of(list(rig, {.limit = wrong})) == Errc::invalid_argument, wrong);
}

TEST_CASE("a cursor that is not one of ours is refused") {
  AccountsRig rig;
  for (auto wrong : {"", "x", "1_", "_a1b2c3d4-e5f6-7890-abcd-ef1234567890", "1_2",
                     "-1_a1b2c3d4-e5f6-7890-abcd-ef1234567890"})
    CHECK_MESSAGE(code_of(list(rig, {.limit = {}, .cursor = wrong})) == Errc::invalid_argument,
                  wrong);
}

TEST_CASE("a role's list has only its own, and an unknown role is refused") {
  AccountsRig rig;
  rig.add("jane");
  rig.add("coach", Role::trainer);
  auto trainers = rig.run(rig.accounts.list_users_by_role.run({"TRAINER", {}}));
  REQUIRE(trainers);
  CHECK(names_of(trainers->users) == "coach ");
  CHECK(trainers->total == 1);
  CHECK(message_of(rig.run(rig.accounts.list_users_by_role.run({"boss", {}}))) ==
        "Invalid role. Must be 'client', 'trainer', or 'admin'");
}

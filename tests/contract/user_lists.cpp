#include <doctest/doctest.h>

#include <algorithm>

#include "ports/user_store.hpp"
#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

TEST_CASE_TEMPLATE("the list is newest first, and pages cover it without overlap", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  std::vector<User> all;
  for (int i = 0; i < 25; ++i) {
    // Several are born in the same microsecond: the id decides between them.
    auto role = i % 3 == 0 ? Role::trainer : Role::client;
    all.push_back(
        rig.wait(rig.users().create(person("p" + std::to_string(i), i / 5, role))).value());
  }
  auto newest_first = [](User const& left, User const& right) {
    return std::pair(left.created_at, left.id) > std::pair(right.created_at, right.id);
  };
  std::ranges::sort(all, newest_first);

  auto whole = rig.wait(rig.users().list({})).value();
  CHECK(whole.users == all);
  CHECK(whole.total == 25);
  CHECK_FALSE(whole.more);

  for (auto role : {std::optional<Role>(), std::optional(Role::trainer)}) {
    auto expected = all;
    if (role) std::erase_if(expected, [&](User const& user) { return user.role != *role; });
    std::vector<User> seen;
    ports::UserQuery query{.role = role, .after = {}, .limit = 4};
    for (bool more = true; more;) {
      auto page = rig.wait(rig.users().list(query)).value();
      CHECK(page.total == std::ssize(expected));
      REQUIRE(page.users.size() <= 4);
      REQUIRE_FALSE(page.users.empty());
      seen.insert(seen.end(), page.users.begin(), page.users.end());
      query.after = {page.users.back().created_at, page.users.back().id};
      more = page.more;
    }
    CHECK(seen == expected);
  }
  CHECK_FALSE(rig.wait(rig.users().list({.limit = 25})).value().more);
}

TEST_CASE_TEMPLATE("people are found by the beginnings of their names, the inactive not", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto named = [](std::string username, std::string full_name) {
    auto someone = person(std::move(username));
    someone.full_name = std::move(full_name);
    return someone;
  };
  REQUIRE(rig.wait(rig.users().create(named("zoe", "Zoe Anderson"))));
  REQUIRE(rig.wait(rig.users().create(named("anna", "Anna 100% Smith"))));
  auto gone = rig.wait(rig.users().create(named("andy", "Andy Gone"))).value();
  ports::UserChange change;
  change.active = false;
  REQUIRE(rig.wait(rig.users().update(gone.id, change)));
  auto find = [&rig](std::string text, std::int64_t limit = 10) {
    std::string names;
    for (auto const& user : rig.wait(rig.users().search(std::move(text), limit)).value())
      names += user.username + ' ';
    return names;
  };
  CHECK(find("AN") == "anna zoe ");
  CHECK(find("an", 1) == "anna ");
  CHECK(find("smith") == "anna ");
  CHECK(find("mith").empty());
  CHECK(find("%").empty());
  CHECK(find("_nna").empty());
  CHECK(find("100%") == "anna ");
}

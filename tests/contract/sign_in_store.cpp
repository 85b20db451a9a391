#include "ports/sign_in_store.hpp"

#include <doctest/doctest.h>

#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

SignIn sign_in(UserId user, std::int64_t now = 0, std::int64_t lifetime = 1000) {
  return {.id = SignInId(Uuid::random()),
          .user = user,
          .origin = {"2001:db8::1", "a \"browser\""},
          .created_at = at(now),
          .used_at = at(now),
          .expires_at = at(now + lifetime),
          .count = {},
          .burst_first = {},
          .burst_at = at(now)};
}

template <class Rig>
UserId account(Rig& rig, std::string name = "ada") {
  auto user = rig.wait(rig.users().create(person(std::move(name))));
  REQUIRE(user);
  return user->id;
}

template <class Rig>
SignIn add(Rig& rig, SignIn one) {
  REQUIRE(rig.wait(rig.sign_ins().add(one, TokenVersion(0))));
  return one;
}

template <class Rig>
std::vector<SignIn> all_of(Rig& rig, UserId user) {
  auto found = rig.wait(rig.sign_ins().of(user));
  REQUIRE(found);
  return std::move(*found);
}

template <class Rig>
Result<ports::Refreshed> refresh(Rig& rig, SignIn const& one, std::int64_t count,
                                 std::int64_t now) {
  return rig.wait(rig.sign_ins().refresh(one.id, RefreshCount(count), at(now), at(now + 1000)));
}

template <class T>
std::optional<Errc> failure(Result<T> const& result) {
  return result ? std::optional<Errc>() : result.error().code;
}

}  // namespace

TEST_CASE_TEMPLATE("sign-ins come back whole, used last first, and only their account's", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = account(rig);
  auto bob = account(rig, "bob");
  auto first = add(rig, sign_in(ada, 1));
  auto second = add(rig, sign_in(ada, 2));
  add(rig, sign_in(bob, 3));
  CHECK(all_of(rig, ada) == std::vector{second, first});
  REQUIRE(refresh(rig, first, 0, 4));
  CHECK(all_of(rig, ada).front().id == first.id);
  CHECK(all_of(rig, UserId(Uuid::random())).empty());
}

TEST_CASE_TEMPLATE("nobody signs in to an account that is gone, inactive or has changed", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = account(rig);
  auto bob = account(rig, "bob");
  auto& store = rig.sign_ins();
  CHECK(failure(rig.wait(store.add(sign_in(somebody()), TokenVersion(0)))) == Errc::conflict);
  CHECK(failure(rig.wait(store.add(sign_in(ada), TokenVersion(1)))) == Errc::conflict);
  ports::UserChange inactive;
  inactive.active = false;
  REQUIRE(rig.wait(rig.users().update(bob, inactive)));
  CHECK(failure(rig.wait(store.add(sign_in(bob), TokenVersion(0)))) == Errc::conflict);
}

TEST_CASE_TEMPLATE("an account has its bound of sign-ins, and the one used longest ago makes room",
                   Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = account(rig);
  auto oldest = add(rig, sign_in(ada, 1));
  auto next = add(rig, sign_in(ada, 2));
  for (std::size_t i = 2; i < sign_ins_max; ++i) add(rig, sign_in(ada, 3));
  CHECK(all_of(rig, ada).size() == sign_ins_max);
  REQUIRE(refresh(rig, oldest, 0, 5));
  auto displaced = rig.wait(rig.sign_ins().add(sign_in(ada, 6), TokenVersion(0)));
  REQUIRE(displaced);
  CHECK(*displaced == next.id);
  CHECK(all_of(rig, ada).size() == sign_ins_max);
  CHECK(refresh(rig, oldest, 1, 7));
}

TEST_CASE_TEMPLATE("renewing counts on, and lives longer", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto one = add(rig, sign_in(account(rig)));
  auto refreshed = refresh(rig, one, 0, 30);
  REQUIRE(refreshed);
  CHECK(refreshed->verdict == RefreshVerdict::active);
  auto expected = one;
  renew(expected, at(30), at(1030));
  CHECK(refreshed->sign_in == expected);
  CHECK(all_of(rig, one.user).front() == expected);
}

TEST_CASE_TEMPLATE("five that renew at once with one token all get the same next one", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto one = add(rig, sign_in(account(rig)));
  std::vector<Task<Result<ports::Refreshed>>> tabs;
  for (int i = 0; i < 5; ++i)
    tabs.push_back(rig.sign_ins().refresh(one.id, RefreshCount(0), at(30), at(1030)));
  for (auto const& refreshed : rig.wait_all(std::move(tabs))) {
    REQUIRE(refreshed);
    CHECK(refreshed->sign_in.count == RefreshCount(1));
  }
}

TEST_CASE_TEMPLATE("a token used long ago ends the sign-in in the same moment", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto one = add(rig, sign_in(account(rig)));
  REQUIRE(refresh(rig, one, 0, 30));
  REQUIRE(refresh(rig, one, 1, 60));
  auto reused = refresh(rig, one, 0, 90);
  REQUIRE(reused);
  CHECK(reused->verdict == RefreshVerdict::reused);
  CHECK(reused->sign_in.user == one.user);
  CHECK(all_of(rig, one.user).empty());
  CHECK(failure(refresh(rig, one, 2, 91)) == Errc::not_found);
}

TEST_CASE_TEMPLATE("a sign-in lapses at its end, and is taken off by those who come later", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto one = add(rig, sign_in(account(rig), 0, 100));
  CHECK(failure(refresh(rig, one, 0, 100)) == Errc::not_found);
  auto bob = account(rig, "bob");
  add(rig, sign_in(bob, 99));
  CHECK(all_of(rig, one.user).size() == 1);
  add(rig, sign_in(bob, 100));
  CHECK(all_of(rig, one.user).empty());
  CHECK(all_of(rig, bob).size() == 2);
}

TEST_CASE_TEMPLATE("one sign-in ends, only for its own account, and once", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = account(rig);
  auto bob = account(rig, "bob");
  auto one = add(rig, sign_in(ada));
  auto other = add(rig, sign_in(ada));
  auto& store = rig.sign_ins();
  CHECK(failure(rig.wait(store.end(bob, one.id))) == Errc::not_found);
  CHECK(rig.wait(store.end(ada, one.id)));
  CHECK(failure(rig.wait(store.end(ada, one.id))) == Errc::not_found);
  CHECK(failure(refresh(rig, one, 0, 1)) == Errc::not_found);
  CHECK(all_of(rig, ada) == std::vector{other});
}

TEST_CASE_TEMPLATE("all sign-ins of an account end, or all but one", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = account(rig);
  auto bob = account(rig, "bob");
  auto kept = add(rig, sign_in(ada));
  add(rig, sign_in(ada));
  auto bobs = add(rig, sign_in(bob));
  auto& store = rig.sign_ins();
  CHECK(rig.wait(store.end_all(ada, kept.id)));
  CHECK(all_of(rig, ada) == std::vector{kept});
  CHECK(rig.wait(store.end_all(ada, std::nullopt)));
  CHECK(all_of(rig, ada).empty());
  CHECK(all_of(rig, bob) == std::vector{bobs});
}

TEST_CASE_TEMPLATE("what ends all sign-ins of an account, and its removal, leave none", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = account(rig);
  auto bob = account(rig, "bob");
  auto carol = account(rig, "carol");
  for (auto user : {ada, bob, carol}) add(rig, sign_in(user));
  ports::UserChange renamed;
  renamed.full_name = "Ada L";
  REQUIRE(rig.wait(rig.users().update(ada, renamed)));
  CHECK(all_of(rig, ada).size() == 1);
  ports::UserChange ended{.ends_sign_ins = true, .updated_at = at(1)};
  REQUIRE(rig.wait(rig.users().update(ada, ended)));
  CHECK(all_of(rig, ada).empty());
  REQUIRE(rig.wait(rig.users().remove(bob)));
  CHECK(all_of(rig, bob).empty());
  CHECK(all_of(rig, carol).size() == 1);
}

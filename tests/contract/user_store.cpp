#include "ports/user_store.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

TEST_CASE_TEMPLATE("an account that was made is found again, whole", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = person("ada");
  ada.phone_number = "+48 123 456 789";
  auto made = rig.wait(rig.users().create(ada));
  REQUIRE(made);
  CHECK(*made == User{.id = ada.id,
                      .username = "ada",
                      .email = "ada@example.org",
                      .full_name = "Full ada",
                      .phone_number = "+48 123 456 789",
                      .role = Role::client,
                      .active = true,
                      .created_at = at(0),
                      .updated_at = at(0),
                      .token_version = TokenVersion(0),
                      .number = made->number});
  CHECK(rig.wait(rig.users().find(ada.id)).value() == *made);
  auto by_email = rig.wait(rig.users().find_credentials("ADA@Example.ORG"));
  REQUIRE(by_email);
  CHECK(by_email->user == *made);
  CHECK(by_email->password_hash == "hash of ada");
  CHECK(rig.wait(rig.users().find_credentials_by_id(ada.id)).value().password_hash ==
        "hash of ada");
}

TEST_CASE_TEMPLATE("an account that is not there is not found, and the text says which", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto id = somebody();
  auto text = "User with ID " + id.value().to_string() + " not found";
  auto found = rig.wait(rig.users().find(id));
  REQUIRE_FALSE(found);
  CHECK(found.error().code == Errc::not_found);
  CHECK(found.error().message == text);
  CHECK(rig.wait(rig.users().find_credentials_by_id(id)).error().message == text);
  CHECK(rig.wait(rig.users().update(id, {})).error().message == text);
  CHECK(rig.wait(rig.users().remove(id)).error().message == text);
  auto by_email = rig.wait(rig.users().find_credentials("nobody@example.org"));
  REQUIRE_FALSE(by_email);
  CHECK(by_email.error().code == Errc::not_found);
}

TEST_CASE_TEMPLATE("an account may be without an e-mail, and so may many", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  for (auto const* name : {"ada", "bob"}) {
    auto one = person(name);
    one.email.reset();
    auto made = rig.wait(rig.users().create(one));
    REQUIRE(made);
    CHECK_FALSE(made->email);
    CHECK(rig.wait(rig.users().find(one.id)).value() == *made);
  }
  CHECK_FALSE(rig.wait(rig.users().find_credentials("")));
  auto found = rig.wait(rig.users().find_credentials_by_username("ADA"));
  REQUIRE(found);
  CHECK(found->user.username == "ada");
  CHECK(found->password_hash == "hash of ada");
  auto unknown = rig.wait(rig.users().find_credentials_by_username("nobody"));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == Errc::not_found);
}

TEST_CASE_TEMPLATE("every account has a number of its own, never given out twice", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = rig.wait(rig.users().create(person("ada"))).value();
  auto bob = rig.wait(rig.users().create(person("bob"))).value();
  CHECK(ada.number.value() > 0);
  CHECK(bob.number > ada.number);
  REQUIRE(rig.wait(rig.users().remove(bob.id)));
  CHECK(rig.wait(rig.users().create(person("cyd"))).value().number > bob.number);
}

TEST_CASE_TEMPLATE("e-mail and username are unique in any case", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  REQUIRE(rig.wait(rig.users().create(person("ada"))));
  auto same_email = person("bob");
  same_email.email = "Ada@EXAMPLE.org";
  auto refused = rig.wait(rig.users().create(same_email));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::invalid_argument);
  CHECK(refused.error().reason == "email_taken");
  CHECK(refused.error().message == "User with this email already exists");

  auto same_name = person("bob");
  same_name.username = "ADA";
  refused = rig.wait(rig.users().create(same_name));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::invalid_argument);
  CHECK(refused.error().reason == "username_taken");
  CHECK(refused.error().message == "User with this username already exists");
  CHECK(rig.wait(rig.users().list({})).value().total == 1);
}

TEST_CASE_TEMPLATE("of a hundred sign-ups with one e-mail at once exactly one succeeds", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  std::vector<Task<Result<User>>> tasks;
  for (int i = 0; i < 100; ++i) {
    auto one = person("person" + std::to_string(i));
    one.email = i % 2 == 0 ? "same@example.org" : "SAME@example.org";
    tasks.push_back(rig.users().create(std::move(one)));
  }
  // A neighbour in the same batch is not touched by their failures.
  tasks.push_back(rig.users().create(person("neighbour")));
  auto answers = rig.wait_all(std::move(tasks));
  CHECK(answers.back());
  answers.pop_back();
  CHECK(std::ranges::count_if(answers, [](auto const& answer) { return answer.has_value(); }) == 1);
  for (auto const& answer : answers)
    if (!answer) CHECK(answer.error().reason == "email_taken");
  CHECK(rig.wait(rig.users().list({})).value().total == 2);
}

TEST_CASE_TEMPLATE("a change touches what it names and nothing else", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = person("ada");
  ada.phone_number = "123456";
  auto before = rig.wait(rig.users().create(ada)).value();

  auto changed =
      rig.wait(rig.users().update(ada.id, {.email = "new@example.org", .updated_at = at(5)}));
  REQUIRE(changed);
  auto expected = before;
  expected.email = "new@example.org";
  expected.updated_at = at(5);
  CHECK(*changed == expected);
  CHECK(rig.wait(rig.users().find(ada.id)).value() == expected);

  ports::UserChange rest{.username = "Ada2",
                         .password_hash = "other hash",
                         .full_name = "Ada L.",
                         .phone_number = std::optional<std::string>(),
                         .active = false,
                         .role = Role::trainer,
                         .ends_sign_ins = true,
                         .updated_at = at(6)};
  REQUIRE(rig.wait(rig.users().update(ada.id, rest)));
  auto now = rig.wait(rig.users().find_credentials_by_id(ada.id)).value();
  CHECK(now.password_hash == "other hash");
  CHECK(now.user.username == "Ada2");
  CHECK(now.user.full_name == "Ada L.");
  CHECK_FALSE(now.user.phone_number.has_value());
  CHECK_FALSE(now.user.active);
  CHECK(now.user.role == Role::trainer);
  CHECK(now.user.token_version == TokenVersion(1));
  CHECK(now.user.email == "new@example.org");
}

TEST_CASE_TEMPLATE("a change on condition of a hash leaves a newer password alone", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = person("ada");
  auto before = rig.wait(rig.users().create(ada)).value();
  ports::UserChange renewal{
      .password_hash = "renewed", .present_hash = "not this one", .updated_at = at(5)};
  auto refused = rig.wait(rig.users().update(ada.id, renewal));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::conflict);
  auto untouched = rig.wait(rig.users().find_credentials_by_id(ada.id)).value();
  CHECK(untouched.password_hash == ada.password_hash);
  CHECK(untouched.user == before);
  renewal.present_hash = ada.password_hash;
  REQUIRE(rig.wait(rig.users().update(ada.id, renewal)));
  CHECK(rig.wait(rig.users().find_credentials_by_id(ada.id)).value().password_hash == "renewed");
}

TEST_CASE_TEMPLATE("the time of change grows even when the clock does not", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = person("ada", 100);
  REQUIRE(rig.wait(rig.users().create(ada)));
  auto first = rig.wait(rig.users().update(ada.id, {.updated_at = at(100)})).value();
  auto second = rig.wait(rig.users().update(ada.id, {.updated_at = at(1)})).value();
  CHECK(first.updated_at > at(100));
  CHECK(second.updated_at > first.updated_at);
  CHECK(rig.wait(rig.users().find(ada.id)).value() == second);
}

TEST_CASE_TEMPLATE(
    "a change to a taken name is refused, one to the own name in another case is not", Kind,
    STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = person("ada");
  REQUIRE(rig.wait(rig.users().create(ada)));
  REQUIRE(rig.wait(rig.users().create(person("bob"))));
  auto update = [&](ports::UserChange change) {
    return rig.wait(rig.users().update(ada.id, std::move(change)));
  };
  CHECK(update({.email = "BOB@example.org", .updated_at = at(1)}).error().reason == "email_taken");
  CHECK(update({.username = "Bob", .updated_at = at(1)}).error().reason == "username_taken");
  CHECK(rig.wait(rig.users().find(ada.id)).value().updated_at == at(0));
  CHECK(update({.username = "ADA", .updated_at = at(1)}).value().username == "ADA");
}

TEST_CASE_TEMPLATE("a removed account is gone and its names are free", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = person("ada");
  REQUIRE(rig.wait(rig.users().create(ada)));
  CHECK(rig.wait(rig.users().remove(ada.id)));
  CHECK(rig.wait(rig.users().find(ada.id)).error().code == Errc::not_found);
  CHECK(rig.wait(rig.users().remove(ada.id)).error().code == Errc::not_found);
  CHECK(rig.wait(rig.users().create(person("ada"))));
}

TEST_CASE_TEMPLATE("statistics count roles that somebody has, and who is not active", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto none = rig.wait(rig.users().statistics()).value();
  CHECK(none.roles.empty());
  CHECK(none.inactive_count == 0);
  auto ada = person("ada", 0, Role::admin);
  REQUIRE(rig.wait(rig.users().create(ada)));
  REQUIRE(rig.wait(rig.users().create(person("bob"))));
  REQUIRE(rig.wait(rig.users().create(person("cid"))));
  REQUIRE(rig.wait(rig.users().update(ada.id, {.active = false, .updated_at = at(1)})));
  auto some = rig.wait(rig.users().statistics()).value();
  CHECK(some.roles ==
        std::vector<std::pair<Role, std::int64_t>>{{Role::client, 2}, {Role::admin, 1}});
  CHECK(some.inactive_count == 1);
}

TEST_CASE_TEMPLATE("names with quotes, other scripts and no content come back as they were", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto odd = person("o'brien\"; DROP TABLE user; --");
  odd.full_name = "Łukasz Żółć 🦊";
  odd.phone_number = "";
  REQUIRE(rig.wait(rig.users().create(odd)));
  auto found = rig.wait(rig.users().find(odd.id)).value();
  CHECK(found.username == odd.username);
  CHECK(found.full_name == odd.full_name);
  CHECK(found.phone_number == odd.phone_number);
}

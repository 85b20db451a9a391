#include "ports/api_key_store.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

ports::NewApiKey key_for(UserId owner, std::string name, std::int64_t born = 0) {
  return {.key = {.id = ApiKeyId(Uuid::random()),
                  .owner = owner,
                  .prefix = "sbk_" + name,
                  .name = name,
                  .scopes = {"calls", "push:send"},
                  .registered = false,
                  .created_at = at(born),
                  .expires_at = at(1000),
                  .last_used_at = {}},
          .digest = "digest of " + name};
}

ports::NewApiKey registered_for(UserId owner, std::string name) {
  auto made = key_for(owner, std::move(name));
  made.key.registered = true;
  made.key.expires_at.reset();
  return made;
}

}  // namespace

TEST_CASE_TEMPLATE("a key is found by its digest, whole, and by nothing else", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto made = key_for(somebody(), "laptop");
  REQUIRE(rig.wait(rig.api_keys().create(made)));
  CHECK(rig.wait(rig.api_keys().find(made.digest)).value() == made.key);
  auto unknown = rig.wait(rig.api_keys().find("digest of laptoq"));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == Errc::not_found);
}

TEST_CASE_TEMPLATE("a key without scopes and without an end stays so", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto made = key_for(somebody(), "bare");
  made.key.scopes.clear();
  made.key.expires_at.reset();
  REQUIRE(rig.wait(rig.api_keys().create(made)));
  CHECK(rig.wait(rig.api_keys().find(made.digest)).value() == made.key);
}

TEST_CASE_TEMPLATE("an account's keys are listed newest first, and no others", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto owner = somebody();
  auto older = key_for(owner, "older", 1);
  auto newer = key_for(owner, "newer", 2);
  REQUIRE(rig.wait(rig.api_keys().create(newer)));
  REQUIRE(rig.wait(rig.api_keys().create(older)));
  REQUIRE(rig.wait(rig.api_keys().create(key_for(somebody(), "foreign"))));
  CHECK(rig.wait(rig.api_keys().list(owner)).value() == std::vector{newer.key, older.key});
}

TEST_CASE_TEMPLATE("a key is removed by its owner only, and once", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto made = key_for(somebody(), "laptop");
  REQUIRE(rig.wait(rig.api_keys().create(made)));
  auto stranger = rig.wait(rig.api_keys().remove(somebody(), made.key.id));
  REQUIRE_FALSE(stranger);
  CHECK(stranger.error().code == Errc::not_found);
  CHECK(rig.wait(rig.api_keys().find(made.digest)));
  CHECK(rig.wait(rig.api_keys().remove(made.key.owner, made.key.id)));
  CHECK_FALSE(rig.wait(rig.api_keys().find(made.digest)));
  CHECK_FALSE(rig.wait(rig.api_keys().remove(made.key.owner, made.key.id)));
}

TEST_CASE_TEMPLATE("a registered key replaces the one before it, and no other", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto owner = somebody();
  auto own = key_for(owner, "own");
  auto foreign = registered_for(somebody(), "foreign");
  REQUIRE(rig.wait(rig.api_keys().create(own)));
  REQUIRE(rig.wait(rig.api_keys().replace_registered(foreign)));
  REQUIRE(rig.wait(rig.api_keys().replace_registered(registered_for(owner, "first"))));
  REQUIRE(rig.wait(rig.api_keys().replace_registered(registered_for(owner, "second"))));
  CHECK_FALSE(rig.wait(rig.api_keys().find("digest of first")));
  CHECK(rig.wait(rig.api_keys().find("digest of second")).value().registered);
  CHECK(rig.wait(rig.api_keys().find(own.digest)));
  CHECK(rig.wait(rig.api_keys().find(foreign.digest)));
}

TEST_CASE_TEMPLATE("an account makes so many keys and not one more, also at once", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto owner = somebody();
  REQUIRE(rig.wait(rig.api_keys().replace_registered(registered_for(owner, "registered"))));
  std::vector<Task<Result<void>>> tasks;
  for (std::size_t i = 0; i < api_keys_max + 3; ++i)
    tasks.push_back(rig.api_keys().create(key_for(owner, std::to_string(i))));
  auto answers = rig.wait_all(std::move(tasks));
  CHECK(std::ranges::count_if(answers, [](auto const& answer) { return answer.has_value(); }) ==
        std::ssize(answers) - 3);
  CHECK(answers.back().error().reason == "too_many_keys");
  CHECK(rig.wait(rig.api_keys().replace_registered(registered_for(owner, "another"))));
  CHECK(rig.wait(rig.api_keys().list(owner)).value().size() == api_keys_max + 1);
}

TEST_CASE_TEMPLATE("when a key was last used only moves on", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto made = key_for(somebody(), "laptop");
  REQUIRE(rig.wait(rig.api_keys().create(made)));
  REQUIRE(rig.wait(rig.api_keys().mark_used(made.key.id, at(20))));
  REQUIRE(rig.wait(rig.api_keys().mark_used(made.key.id, at(10))));
  CHECK(rig.wait(rig.api_keys().find(made.digest)).value().last_used_at == at(20));
  CHECK(rig.wait(rig.api_keys().mark_used(ApiKeyId(Uuid::random()), at(30))));
}

TEST_CASE_TEMPLATE("the keys of an account go with it", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = rig.wait(rig.users().create(person("ada"))).value();
  auto bob = rig.wait(rig.users().create(person("bob"))).value();
  REQUIRE(rig.wait(rig.api_keys().create(key_for(ada.id, "hers"))));
  REQUIRE(rig.wait(rig.api_keys().create(key_for(bob.id, "his"))));
  REQUIRE(rig.wait(rig.users().remove(ada.id)));
  CHECK_FALSE(rig.wait(rig.api_keys().find("digest of hers")));
  CHECK(rig.wait(rig.api_keys().find("digest of his")));
}

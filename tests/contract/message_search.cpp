#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

using Texts = std::vector<std::string>;

template <class Rig>
struct Library {
  explicit Library(Rig& store)
      : rig(store),
        ada(rig.wait(rig.users().create(person("ada"))).value().id),
        bob(rig.wait(rig.users().create(person("bob"))).value().id) {
    REQUIRE(rig.wait(rig.rooms().create({.id = RoomId("den"),
                                         .name = "Den",
                                         .created_at = at(1),
                                         .kind = RoomKind::closed,
                                         .owner = ada})));
  }

  MessageId say(std::string content, std::string room = "general") {
    auto draft = said(std::move(content), ada, std::move(room));
    draft.created_at = at(++said_so_far);
    return rig.wait(rig.messages().append(std::move(draft), {})).value().id;
  }
  void revise(MessageId id, std::optional<std::string> content) {
    ports::RevisionDraft draft{id, {ada}, std::move(content), at(9)};
    REQUIRE(rig.wait(rig.messages().revise(std::move(draft), {})));
  }
  Texts find(UserId reader, Texts words, std::optional<RoomId> room = {}, std::int64_t limit = 20) {
    Texts texts;
    auto found =
        rig.wait(rig.messages().search({reader, std::move(words), std::move(room), limit}));
    for (auto const& message : found.value()) texts.push_back(message.content.value());
    return texts;
  }

  Rig& rig;
  UserId ada, bob;
  std::int64_t said_so_far = 0;
};

}  // namespace

TEST_CASE_TEMPLATE("messages are found by the beginnings of their words, newest first", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  Library library(rig);
  library.say("The quick brown fox");
  library.say("A brown bear, quickly");
  library.say("Nothing of the kind", "support");
  CHECK(library.find(library.bob, {"BROWN", "qui"}) ==
        Texts{"A brown bear, quickly", "The quick brown fox"});
  CHECK(library.find(library.bob, {"brown", "fox"}) == Texts{"The quick brown fox"});
  CHECK(library.find(library.bob, {"rown"}).empty());
  CHECK(library.find(library.bob, {"the"}) == Texts{"Nothing of the kind", "The quick brown fox"});
  CHECK(library.find(library.bob, {"the"}, RoomId("support")) == Texts{"Nothing of the kind"});
  CHECK(library.find(library.bob, {"the"}, {}, 1) == Texts{"Nothing of the kind"});
}

TEST_CASE_TEMPLATE("only what one may read is found", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  Library library(rig);
  library.say("a secret", "den");
  library.say("no secret");
  CHECK(library.find(library.ada, {"secret"}) == Texts{"no secret", "a secret"});
  CHECK(library.find(library.bob, {"secret"}) == Texts{"no secret"});
  ports::MemberChange change{.user = library.bob, .to = Standing::member, .at = at(2)};
  REQUIRE(rig.wait(rig.rooms().change_member(RoomId("den"), {library.ada}, change)));
  CHECK(library.find(library.bob, {"secret"}).size() == 2);
  change.to = Standing::removed;
  REQUIRE(rig.wait(rig.rooms().change_member(RoomId("den"), {library.ada}, change)));
  CHECK(library.find(library.bob, {"secret"}) == Texts{"no secret"});
}

TEST_CASE_TEMPLATE("what was changed is found by what it says now, what is deleted not at all",
                   Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  Library library(rig);
  auto before = library.say("yellow submarine");
  CHECK(library.find(library.bob, {"yellow"}).size() == 1);
  library.revise(before, "green submarine");
  auto fresh = library.say("blue submarine");
  library.revise(fresh, "red submarine");
  CHECK(library.find(library.bob, {"yellow"}).empty());
  CHECK(library.find(library.bob, {"blue"}).empty());
  CHECK(library.find(library.bob, {"submarine"}) == Texts{"red submarine", "green submarine"});
  library.revise(before, std::nullopt);
  CHECK(library.find(library.bob, {"submarine"}) == Texts{"red submarine"});
  REQUIRE(rig.wait(rig.users().remove(library.ada)));
  CHECK(library.find(library.bob, {"submarine"}).empty());
}

TEST_CASE_TEMPLATE("whatever somebody types is words and no language", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  Library library(rig);
  library.say("say hello AND goodbye");
  for (auto const* word : {"hello", "AND", "goodbye"})
    CHECK_MESSAGE(library.find(library.bob, {word}).size() == 1, word);
  for (auto const* word : {"OR", "NOT", "content:hello", "NEAR(x", "he*x", "-hello-x", "\"x"})
    CHECK_MESSAGE(library.find(library.bob, {"goodbye", word}).empty(), word);
}

TEST_CASE_TEMPLATE("much that was said before the first search is found", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  Library library(rig);
  std::vector<Task<Result<ports::Appended>>> tasks;
  for (int i = 0; i < 2500; ++i)
    tasks.push_back(rig.messages().append(said("word" + std::to_string(i), library.ada), {}));
  rig.wait_all(std::move(tasks));
  CHECK(library.find(library.bob, {"word2499"}) == Texts{"word2499"});
  CHECK(library.find(library.bob, {"word0"}) == Texts{"word0"});
  CHECK_FALSE(rig.wait(rig.messages().index_some()).value());
}

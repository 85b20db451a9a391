// Edits, deletions and reactions.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

template <class Rig>
struct Talk {
  explicit Talk(Rig& store)
      : rig(store),
        ada(rig.wait(rig.users().create(person("ada"))).value().id),
        bob(rig.wait(rig.users().create(person("bob"))).value().id) {}

  MessageId say(std::string content, UserId who, std::string room = "general") {
    return rig.wait(rig.messages().append(said(std::move(content), who, std::move(room)), {}))
        .value()
        .id;
  }
  Result<MessageChange> revise(MessageId id, Actor actor, std::optional<std::string> content) {
    ports::RevisionDraft draft{id, actor, std::move(content), at(7)};
    return rig.wait(rig.messages().revise(std::move(draft), {}));
  }
  Result<ports::Reacted> react(MessageId id, UserId who, std::string emoji, bool on = true) {
    return rig.wait(rig.messages().react({id, who, std::move(emoji), on}));
  }
  std::vector<Message> history() {
    return rig.wait(rig.messages().history({.room = RoomId("general")})).value();
  }
  std::vector<RoomItem> items(std::int64_t after = 0, std::int64_t limit = 100) {
    return rig.wait(rig.messages().items_after(RoomId("general"), Seq(after), limit)).value();
  }

  Rig& rig;
  UserId ada, bob;
};

std::string told(std::vector<RoomItem> const& items) {
  std::string line;
  for (auto const& item : items) {
    line += std::to_string(seq_of(item).value());
    if (auto const* message = std::get_if<Message>(&item))
      line += "=" + message->content.value_or("-") + " ";
    else if (auto const& change = std::get<MessageChange>(item); true)
      line += (change.deletes ? " deleted " : " edited ") + change.content.value_or("-") + " ";
  }
  return line;
}

template <class T>
Errc code_of(Result<T> const& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

}  // namespace

TEST_CASE_TEMPLATE(
    "an edit takes a seq of its own, and the message says something else in its place", Kind,
    STORE_RIGS) {
  StoreRig<Kind> rig;
  Talk talk(rig);
  auto first = talk.say("helo", talk.ada);
  talk.say("hi", talk.bob);
  auto changed = talk.revise(first, {talk.ada}, "hello");
  REQUIRE(changed);
  CHECK(*changed == MessageChange{.message = first,
                                  .room = RoomId("general"),
                                  .seq = Seq(3),
                                  .version = 2,
                                  .deletes = false,
                                  .content = "hello",
                                  .by = talk.ada,
                                  .at = at(7)});
  CHECK(rig.wait(rig.messages().find_room(RoomId("general"))).value().head.seq == Seq(3));
  auto history = talk.history();
  REQUIRE(history.size() == 2);
  CHECK(history[1].seq == Seq(1));
  CHECK(history[1].content == "hello");
  CHECK(history[1].version == 2);
  CHECK(history[1].edited_at == at(7));
  CHECK(history[0].version == 1);
  CHECK_FALSE(history[0].edited_at.has_value());
  CHECK(told(talk.items()) == "1=hello 2=hi 3 edited hello ");
  talk.say("next", talk.bob);
  CHECK(told(talk.items(2)) == "3 edited hello 4=next ");
}

TEST_CASE_TEMPLATE("what is deleted leaves its place and nothing of what it said", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  Talk talk(rig);
  auto id = talk.say("a secret", talk.ada);
  REQUIRE(talk.revise(id, {talk.ada}, "still a secret"));
  REQUIRE(talk.react(id, talk.bob, "x"));
  auto deleted = talk.revise(id, {talk.ada}, std::nullopt);
  REQUIRE(deleted);
  CHECK(deleted->deletes);
  CHECK(deleted->version == 3);
  CHECK(told(talk.items()) == "1=- 2 edited - 3 deleted - ");
  auto message = talk.history().at(0);
  CHECK_FALSE(message.content.has_value());
  CHECK(message.version == 3);
  CHECK(message.reactions.empty());
  CHECK(code_of(talk.revise(id, {talk.ada}, "again")) == Errc::conflict);
  CHECK(code_of(talk.revise(id, {talk.ada}, std::nullopt)) == Errc::conflict);
  CHECK(code_of(talk.react(id, talk.bob, "y")) == Errc::conflict);
}

TEST_CASE_TEMPLATE("one changes one's own messages; whoever moderates the room, any", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  Talk talk(rig);
  auto id = talk.say("mine", talk.ada);
  CHECK(code_of(talk.revise(id, {talk.bob}, "yours")) == Errc::permission_denied);
  CHECK(talk.revise(id, {talk.bob, true}, "moderated"));
  REQUIRE(rig.wait(rig.rooms().create({.id = RoomId("den"),
                                       .name = "Den",
                                       .created_at = at(1),
                                       .kind = RoomKind::closed,
                                       .owner = talk.ada})));
  auto hidden = talk.say("for us", talk.ada, "den");
  CHECK(code_of(talk.revise(hidden, {talk.bob, true}, "found")) == Errc::not_found);
  CHECK(code_of(talk.react(hidden, talk.bob, "x")) == Errc::not_found);
  auto unknown = MessageId(Uuid::random());
  CHECK(talk.revise(hidden, {talk.bob}, "x").error().message ==
        talk.revise(unknown, {talk.bob}, "x").error().message);
  ports::MemberChange in{.user = talk.bob, .to = Standing::moderator, .at = at(2)};
  REQUIRE(rig.wait(rig.rooms().change_member(RoomId("den"), {talk.ada}, in)));
  CHECK(talk.revise(hidden, {talk.bob}, std::nullopt).value().by == talk.bob);
  in.to = Standing::removed;
  REQUIRE(rig.wait(rig.rooms().change_member(RoomId("den"), {talk.ada}, in)));
  CHECK(code_of(talk.revise(hidden, {talk.bob}, "x")) == Errc::permission_denied);
}

TEST_CASE_TEMPLATE("a change is told after its commit, in its place among the messages", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  Talk talk(rig);
  auto id = talk.say("one", talk.ada);
  std::vector<std::int64_t> order;
  auto note_message = [&order](ports::Appended const& each) { order.push_back(each.seq.value()); };
  auto note_change = [&order](MessageChange const& each) { order.push_back(each.seq.value()); };
  auto all = [&]() -> Task<Result<void>> {
    auto two = said("two", talk.ada);
    auto appended = co_await rig.messages().append(std::move(two), note_message);
    CHECK(appended);
    ports::RevisionDraft draft{id, {talk.ada}, "uno", at(7)};
    auto revised = co_await rig.messages().revise(std::move(draft), note_change);
    CHECK(revised);
    auto three = said("three", talk.ada);
    appended = co_await rig.messages().append(std::move(three), note_message);
    CHECK(appended);
    co_return Result<void>();
  };
  REQUIRE(rig.wait(all()));
  CHECK(order == std::vector<std::int64_t>{2, 3, 4});
}

TEST_CASE_TEMPLATE("a page of items is as long as asked, changes among them", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  Talk talk(rig);
  auto id = talk.say("a", talk.ada);
  REQUIRE(talk.revise(id, {talk.ada}, "b"));
  talk.say("c", talk.ada);
  REQUIRE(talk.revise(id, {talk.ada}, "d"));
  CHECK(told(talk.items(0, 2)) == "1=d 2 edited d ");
  CHECK(told(talk.items(1, 2)) == "2 edited d 3=c ");
  CHECK(told(talk.items(3, 10)) == "4 edited d ");
  CHECK(talk.items(4, 10).empty());
  CHECK(talk.items(0, 0).empty());
}

TEST_CASE_TEMPLATE("a reaction counts each person once, and is taken back", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  Talk talk(rig);
  auto id = talk.say("nice", talk.ada);
  CHECK(talk.react(id, talk.ada, "👍").value().counts == std::vector<ReactionCount>{{"👍", 1}});
  auto second = talk.react(id, talk.bob, "👍").value();
  CHECK(second.counts == std::vector<ReactionCount>{{"👍", 2}});
  CHECK(second.changed);
  CHECK_FALSE(talk.react(id, talk.bob, "👍").value().changed);
  CHECK_FALSE(talk.react(id, talk.bob, "x", false).value().changed);
  CHECK(talk.react(id, talk.bob, "!").value().counts ==
        std::vector<ReactionCount>{{"!", 1}, {"👍", 2}});
  CHECK(talk.history().at(0).reactions == std::vector<ReactionCount>{{"!", 1}, {"👍", 2}});
  CHECK(talk.react(id, talk.ada, "👍", false).value().counts ==
        std::vector<ReactionCount>{{"!", 1}, {"👍", 1}});
  REQUIRE(rig.wait(rig.users().remove(talk.bob)));
  CHECK(talk.history().at(0).reactions.empty());
}

TEST_CASE_TEMPLATE("a message has at most so many different reactions", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  Talk talk(rig);
  auto id = talk.say("nice", talk.ada);
  for (int i = 0; i < emojis_a_message_max; ++i)
    REQUIRE(talk.react(id, talk.ada, "e" + std::to_string(i)));
  CHECK(code_of(talk.react(id, talk.ada, "one more")) == Errc::conflict);
  CHECK(talk.react(id, talk.bob, "e0"));
  CHECK(std::ssize(talk.history().at(0).reactions) == emojis_a_message_max);
}

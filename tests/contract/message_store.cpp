#include "ports/message_store.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

std::vector<std::int64_t> seqs(std::vector<Message> const& messages) {
  std::vector<std::int64_t> all;
  for (auto const& message : messages) all.push_back(message.seq.value());
  return all;
}

using Seqs = std::vector<std::int64_t>;

}  // namespace

TEST_CASE_TEMPLATE("a room that is not there is not found, and the text says which", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto const text = "Chat room with ID nowhere not found";
  auto found = rig.wait(rig.messages().find_room(RoomId("nowhere")));
  REQUIRE_FALSE(found);
  CHECK(found.error().code == Errc::not_found);
  CHECK(found.error().message == text);
  auto history = rig.wait(rig.messages().history({.room = RoomId("nowhere")}));
  REQUIRE_FALSE(history);
  CHECK(history.error().message == text);
  auto sent = rig.wait(rig.messages().append(said("hello", somebody(), "nowhere"), {}));
  REQUIRE_FALSE(sent);
  CHECK(sent.error().code == Errc::not_found);
  CHECK(sent.error().message == text);
}

TEST_CASE_TEMPLATE("messages are numbered from one, and each room counts for itself", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = rig.wait(rig.users().create(person("ada"))).value();
  auto draft = said("hello", ada.id);
  auto first = rig.wait(rig.messages().append(draft, {})).value();
  CHECK(first.id == draft.id);
  CHECK(first.seq == Seq(1));
  CHECK(first.created_at == draft.created_at);
  CHECK_FALSE(first.duplicate);
  CHECK(rig.wait(rig.messages().append(said("again", ada.id), {})).value().seq == Seq(2));
  CHECK(rig.wait(rig.messages().append(said("other", ada.id, "support"), {})).value().seq ==
        Seq(1));
  CHECK(rig.wait(rig.messages().find_room(RoomId("general"))).value().head.seq == Seq(2));

  auto history = rig.wait(rig.messages().history({.room = RoomId("general")})).value();
  REQUIRE(history.size() == 2);
  CHECK(history[1] == Message{.id = draft.id,
                              .room = RoomId("general"),
                              .seq = Seq(1),
                              .sender = ada.id,
                              .sender_name = "Full name",
                              .sender_username = "ada",
                              .content = "hello",
                              .created_at = at(0)});
}

TEST_CASE_TEMPLATE("history pages in both directions, newest first", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = somebody();
  std::vector<Task<Result<ports::Appended>>> tasks;
  for (int i = 0; i < 10; ++i) tasks.push_back(rig.messages().append(said("m", ada), {}));
  rig.wait_all(std::move(tasks));
  auto ask = [&](std::int64_t limit, std::optional<Seq> before, std::optional<Seq> after) {
    ports::HistoryQuery query{RoomId("general"), limit, before, after};
    return seqs(rig.wait(rig.messages().history(query)).value());
  };
  CHECK(ask(3, {}, {}) == Seqs{10, 9, 8});
  CHECK(ask(3, Seq(8), {}) == Seqs{7, 6, 5});
  CHECK(ask(3, Seq(3), {}) == Seqs{2, 1});
  CHECK(ask(3, Seq(1), {}) == Seqs{});
  CHECK(ask(3, {}, Seq(4)) == Seqs{7, 6, 5});
  CHECK(ask(30, {}, Seq(8)) == Seqs{10, 9});
  CHECK(ask(3, {}, Seq(10)) == Seqs{});
  CHECK(ask(30, Seq(6), Seq(3)) == Seqs{5, 4});
  CHECK(ask(0, {}, {}) == Seqs{});
  CHECK(ask(-1, {}, {}) == Seqs{});
  auto after = [&](Seq seq, std::int64_t limit) {
    return seqs(rig.wait(rig.messages().messages_after(RoomId("general"), seq, limit)).value());
  };
  CHECK(after(Seq(0), 3) == Seqs{1, 2, 3});
  CHECK(after(Seq(7), 100) == Seqs{8, 9, 10});
  CHECK(after(Seq(10), 100) == Seqs{});
  CHECK(rig.wait(rig.messages().messages_after(RoomId("nowhere"), Seq(0), 1)).error().code ==
        Errc::not_found);
}

TEST_CASE_TEMPLATE("the same client id is stored once, and the first content stays", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = somebody();
  int told = 0;
  auto first = rig.wait(rig.messages().append(named("k1", said("one", ada)),
                                              [&](ports::Appended const&) { ++told; }))
                   .value();
  CHECK_FALSE(first.duplicate);
  for (int i = 0; i < 4; ++i) {
    auto other = named("k1", said("other content", ada));
    other.created_at = at(9);
    auto again = rig.wait(rig.messages().append(other, [&](ports::Appended const&) { ++told; }));
    REQUIRE(again);
    CHECK(again->duplicate);
    CHECK(again->id == first.id);
    CHECK(again->seq == first.seq);
    CHECK(again->created_at == first.created_at);
  }
  CHECK(told == 1);
  // Another sender, another room, and no name at all are each something else.
  CHECK_FALSE(rig.wait(rig.messages().append(named("k1", said("x", somebody())), {}))->duplicate);
  CHECK_FALSE(
      rig.wait(rig.messages().append(named("k1", said("x", ada, "support")), {}))->duplicate);
  CHECK_FALSE(rig.wait(rig.messages().append(said("x", ada), {}))->duplicate);
  CHECK_FALSE(rig.wait(rig.messages().append(said("x", ada), {}))->duplicate);
  auto history = rig.wait(rig.messages().history({.room = RoomId("general")})).value();
  CHECK(seqs(history) == Seqs{4, 3, 2, 1});
  CHECK(history.back().content == "one");
}

TEST_CASE_TEMPLATE("the same client id sent five times at once is stored once", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = somebody();
  std::vector<Task<Result<ports::Appended>>> tasks;
  for (int i = 0; i < 5; ++i)
    tasks.push_back(rig.messages().append(named("k", said(std::to_string(i), ada)), {}));
  auto answers = rig.wait_all(std::move(tasks));
  CHECK(std::ranges::count_if(answers, [](auto const& one) { return !one->duplicate; }) == 1);
  for (auto const& answer : answers) {
    CHECK(answer->id == answers[0]->id);
    CHECK(answer->seq == Seq(1));
  }
  CHECK(rig.wait(rig.messages().find_room(RoomId("general"))).value().head.seq == Seq(1));
}

TEST_CASE_TEMPLATE("when it is told of a message, that message is stored and not yet answered",
                   Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  std::vector<std::int64_t> order;
  bool answered = false;
  auto tell = [&](ports::Appended const& appended) {
    CHECK_FALSE(answered);
    order.push_back(appended.seq.value());
  };
  auto appended = rig.wait(rig.messages().append(said("one", somebody()), tell));
  answered = true;
  REQUIRE(appended);
  CHECK(order == Seqs{1});
}

TEST_CASE_TEMPLATE("one failing neighbour does not touch the others of its batch", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  std::vector<Task<Result<ports::Appended>>> tasks;
  for (int i = 0; i < 9; ++i)
    tasks.push_back(
        rig.messages().append(said("m", somebody(), i % 3 == 1 ? "nowhere" : "general"), {}));
  auto answers = rig.wait_all(std::move(tasks));
  std::int64_t seq = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CHECK(answers[i].has_value() == (i % 3 != 1));
    if (answers[i]) CHECK(answers[i]->seq == Seq(++seq));
  }
}

TEST_CASE_TEMPLATE("content of every length and script comes back as it was", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  std::vector<std::string> contents{std::string(), std::string(message_content_bytes_max, 'x'),
                                    "🦊 zażółć 'quoted' \"twice\" \\ %s ?1 :name",
                                    std::string("nul\0inside", 10)};
  for (auto const& content : contents)
    REQUIRE(rig.wait(rig.messages().append(said(content, somebody()), {})));
  auto stored = rig.wait(rig.messages().messages_after(RoomId("general"), Seq(0), 10)).value();
  REQUIRE(stored.size() == contents.size());
  for (std::size_t i = 0; i < contents.size(); ++i) CHECK(stored[i].content == contents[i]);
}

#include "features/spark/mailbox.hpp"

#include <doctest/doctest.h>

#include "adapters/memory/store.hpp"
#include "support/manual_clock.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

// A store in memory answers at once.
template <class T>
T now(Task<T> task) {
  std::optional<T> answer;
  start(
      std::move(task), [&answer](T value) { answer.emplace(std::move(value)); },
      [](auto const&) { FAIL("threw"); });
  REQUIRE(answer.has_value());
  return std::move(*answer);
}

Message message_at(std::int64_t seconds, std::optional<std::string> name) {
  Message message{.id = {},
                  .room = RoomId("r"),
                  .seq = Seq(1),
                  .sender = {},
                  .sender_name = {},
                  .sender_username = {},
                  .content = "x",
                  .created_at = at(seconds)};
  message.client_message_id = std::move(name);
  return message;
}

}  // namespace

TEST_CASE("an item's id is the client's own number, or the next one that is free") {
  spark::ItemIds ids;
  CHECK(ids.take(message_at(0, spark::client_message_id_of(1732609999123))) == 1732609999123);
  CHECK(ids.take(message_at(0, spark::client_message_id_of(1732609999123))) == 1732609999124);
  CHECK(ids.take(message_at(0, std::nullopt)) == 1'700'000'000'000);
  CHECK(ids.take(message_at(0, "somebody's own")) == 1'700'000'000'001);
  CHECK(ids.take(message_at(0, "spark:12x")) == 1'700'000'000'002);
  CHECK(ids.take(message_at(0, "spark:-5")) == -5);
}

TEST_CASE("a mailbox holds what was said in all direct rooms, in the order of time") {
  ManualClock clock;
  memory::Store store(clock);
  auto ada = now(store.users().create(person("ada"))).value().id;
  auto bob = now(store.users().create(person("bob"))).value().id;
  auto eve = now(store.users().create(person("eve"))).value().id;
  REQUIRE(now(store.rooms().direct(ada, bob, RoomId("ab"), at(1))));
  REQUIRE(now(store.rooms().direct(ada, eve, RoomId("ae"), at(1))));
  REQUIRE(now(store.rooms().direct(bob, eve, RoomId("be"), at(1))));
  auto say = [&store](std::string room, UserId who, std::string content, std::int64_t when) {
    auto draft = said(std::move(content), who, std::move(room));
    draft.created_at = at(when);
    REQUIRE(now(store.messages().append(std::move(draft), {})));
  };
  say("ab", ada, "one", 1);
  say("ae", eve, "two", 2);
  say("ab", bob, "three", 3);
  say("be", eve, "not for ada", 4);
  say("general", ada, "public", 5);
  auto mailbox = now(spark::ReadMailbox(store.rooms(), store.messages()).run(ada)).value();
  std::string told;
  for (auto const& message : mailbox.messages) told += message.content.value() + ' ';
  CHECK(told == "one two three ");
  CHECK(mailbox.positions == spark::Positions{{RoomId("ab"), Seq(2)}, {RoomId("ae"), Seq(1)}});
}

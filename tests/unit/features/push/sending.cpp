// To one, to many, to all: what is published, what is kept, and what is answered.

#include "features/push/broadcast.hpp"
#include "features/push/send_to_user.hpp"
#include "features/push/send_to_users.hpp"
#include "unit/features/push/push_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using push::SendToUser;
using push::SendToUsers;

namespace {

push::Outgoing chat(std::optional<push::Keep> keep = {}) {
  return {.type = "chat", .content = "[1]", .keep = std::move(keep)};
}

auto send(PushRig& rig, std::string user, push::Outgoing outgoing) {
  SendToUser sender(rig.parts);
  return rig.run(sender.run({std::move(user), std::move(outgoing)}));
}

auto send_all(PushRig& rig, std::vector<std::string> users, push::Outgoing outgoing) {
  SendToUsers sender(rig.parts);
  return rig.run(sender.run({std::move(users), std::move(outgoing)}));
}

std::string event(PushRig const& rig) {
  return R"(["message",{"type":"chat","data":[1],"timestamp":")" + rig.now() + "\"}]";
}

}  // namespace

TEST_CASE("a message goes to the channel of exactly that person") {
  PushRig rig;
  rig.connect("ada", 1);
  rig.connect("bob", 2);
  auto sent = send(rig, "ada", chat());
  REQUIRE(sent);
  CHECK(sent->sent_at == rig.clock.timestamp());
  CHECK(rig.published() == Lines{"push:user:ada " + event(rig)});
  CHECK(rig.inbox("ada").items.empty());
}

TEST_CASE("a message to somebody who is not connected is refused by name, unless it is kept") {
  PushRig rig;
  auto refused = send(rig, "ada", chat());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::not_found);
  CHECK(refused.error().message == "User ada is not connected");
  CHECK(rig.published().empty());

  REQUIRE(send(rig, "ada", chat(push::Keep{})));
  auto page = rig.inbox("ada");
  REQUIRE(page.items.size() == 1);
  CHECK(page.items[0].type == "chat");
  CHECK(page.items[0].content == "[1]");
  CHECK(page.state.unread == 1);
}

TEST_CASE("what is kept is also told to whoever is connected, with its seq") {
  PushRig rig;
  rig.connect("ada", 1);
  REQUIRE(send(rig, "ada", chat(push::Keep{})));
  REQUIRE(send(rig, "ada", chat(push::Keep{})));
  REQUIRE(rig.publisher.all.size() == 2);
  CHECK(rig.publisher.all[1].seq == Seq(2));
  CHECK(rig.published()[0] == "push:user:ada " + event(rig));
}

TEST_CASE("what cannot be kept is told to nobody") {
  PushRig rig;
  rig.connect("ada", 1);
  rig.store.refuse_writes(true);
  auto refused = send(rig, "ada", chat(push::Keep{}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::unavailable);
  CHECK(rig.published().empty());
}

TEST_CASE("keeping has bounds: time, key, name and number of people") {
  PushRig rig;
  using std::chrono::seconds;
  auto refused = [&](push::Keep keep) {
    auto sent = send(rig, "ada", chat(std::move(keep)));
    return !sent && sent.error().code == Errc::invalid_argument;
  };
  CHECK(refused({.time = seconds(0)}));
  CHECK(refused({.time = inbox_time_max + seconds(1)}));
  CHECK(refused({.collapse_key = ""}));
  CHECK(refused({.collapse_key = std::string(65, 'k')}));
  CHECK_FALSE(refused({.time = seconds(1), .collapse_key = std::string(64, 'k')}));
  CHECK_FALSE(refused({.time = inbox_time_max}));
  CHECK(send(rig, std::string(256, 'a'), chat(push::Keep{})));
  CHECK_FALSE(send(rig, std::string(257, 'a'), chat(push::Keep{})));
  CHECK_FALSE(send(rig, "", chat(push::Keep{})));
  std::vector<std::string> crowd;
  for (std::size_t i = 0; i < inbox_subjects_max; ++i) crowd.push_back(std::to_string(i));
  CHECK(send_all(rig, crowd, chat(push::Keep{})));
  crowd.emplace_back("one more");
  CHECK_FALSE(send_all(rig, crowd, chat(push::Keep{})));
  CHECK(send_all(rig, crowd, chat()));
}

TEST_CASE("what is kept lapses after its time") {
  PushRig rig;
  REQUIRE(send(rig, "ada", chat(push::Keep{.time = std::chrono::seconds(10)})));
  REQUIRE(send(rig, "ada", chat(push::Keep{})));
  rig.clock.advance(std::chrono::seconds(10));
  CHECK(rig.inbox("ada").items.size() == 1);
  rig.clock.advance(std::chrono::days(7));
  CHECK(rig.inbox("ada").items.empty());
}

TEST_CASE("of several people each is counted once and told apart, in the order of their naming") {
  PushRig rig;
  rig.connect("ada", 1);
  rig.connect("cyd", 2);
  auto sent = send_all(rig, {"cyd", "bob", "ada", "bob", "cyd"}, chat());
  REQUIRE(sent);
  CHECK(sent->delivered_to == Lines{"cyd", "ada"});
  CHECK(sent->not_delivered_to == Lines{"bob"});
  CHECK(rig.published() == Lines{"push:user:cyd " + event(rig), "push:user:ada " + event(rig)});
  auto none = send_all(rig, {}, chat());
  REQUIRE(none);
  CHECK(none->delivered_to.empty());
  CHECK(none->not_delivered_to.empty());
}

TEST_CASE("what is kept for several people waits for those who were not connected too") {
  PushRig rig;
  rig.connect("ada", 1);
  auto sent = send_all(rig, {"ada", "bob", "ada"}, chat(push::Keep{}));
  REQUIRE(sent);
  CHECK(sent->delivered_to == Lines{"ada"});
  CHECK(sent->not_delivered_to == Lines{"bob"});
  CHECK(rig.inbox("ada").items.size() == 1);
  CHECK(rig.inbox("bob").items.size() == 1);
}

TEST_CASE("a broadcast is one publication, and counts people") {
  PushRig rig;
  rig.connect("ada", 1, 2);
  rig.connect("ada", 2, 2);
  rig.connect("bob", 3);
  push::Broadcast broadcast(rig.parts);
  auto sent = broadcast.run({"chat", "[1]"});
  CHECK(sent.people == 2);
  CHECK(rig.published() == Lines{"push:all " + event(rig)});
}

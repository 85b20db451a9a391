#include "features/push/connections.hpp"

#include <thread>

#include "unit/features/push/push_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

std::vector<std::uint64_t> numbers(std::vector<push::Connection> const& connections) {
  std::vector<std::uint64_t> sessions;
  for (auto const& one : connections) sessions.push_back(one.session.value());
  return sessions;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("the newest connection of a person takes the place of the older one") {
  PushRig rig;
  CHECK(rig.connect("ada", 1).empty());
  CHECK(numbers(rig.connect("ada", 2)) == Numbers{1});
  CHECK(rig.connections.count() == 1);
  auto newest = rig.connections.newest("ada");
  REQUIRE(newest);
  CHECK(newest->socket_id == "socket-2");
  CHECK(newest->connected_at == rig.clock.timestamp());
  CHECK(newest->shard == 1);
}

TEST_CASE("the end of a replaced connection does not take the newer one along") {
  PushRig rig;
  rig.connect("ada", 1);
  rig.connect("ada", 2);
  CHECK_FALSE(rig.connections.leave("ada", SessionId(1)));
  CHECK(rig.connections.newest("ada"));
  CHECK(rig.connections.leave("ada", SessionId(2)));
  CHECK_FALSE(rig.connections.leave("ada", SessionId(2)));
  CHECK_FALSE(rig.connections.newest("ada"));
  CHECK(rig.connections.count() == 0);
}

TEST_CASE("several connections of a person count once, and only too many are answered") {
  PushRig rig;
  for (std::uint64_t number = 1; number <= 3; ++number)
    CHECK(rig.connect("ada", number, 3).empty());
  CHECK(numbers(rig.connect("ada", 4, 3)) == Numbers{1});
  CHECK(numbers(rig.connections.all("ada")) == Numbers{2, 3, 4});
  CHECK(rig.connections.newest("ada")->session == SessionId(4));
  CHECK(numbers(rig.connect("ada", 5, 2)) == Numbers{2, 3});
  CHECK(rig.connections.count() == 1);
}

TEST_CASE("people are listed in the order of their coming, each once") {
  PushRig rig;
  rig.connect("zoe", 1, 2);
  rig.connect("ada", 2, 2);
  rig.connect("zoe", 3, 2);
  rig.connect("bob", 4, 2);
  CHECK(rig.connections.subjects() == Lines{"zoe", "ada", "bob"});
  rig.connections.leave("zoe", SessionId(1));
  CHECK(rig.connections.subjects() == Lines{"ada", "zoe", "bob"});
  rig.connections.leave("ada", SessionId(2));
  CHECK(rig.connections.subjects() == Lines{"zoe", "bob"});
  CHECK(rig.connections.all("nobody").empty());
}

TEST_CASE("shards that come and go at once leave nobody behind") {
  push::Connections connections;
  auto come_and_go = [&connections](std::uint64_t first) {
    for (std::uint64_t i = 0; i < 2000; ++i) {
      auto subject = "user" + std::to_string(i % 50);
      SessionId session(first + i);
      static_cast<void>(connections.enter(subject, {0, session, "s", Timestamp{}}, 2));
      static_cast<void>(connections.subjects());
      connections.leave(subject, session);
    }
  };
  std::jthread one([&] { come_and_go(1); });
  come_and_go(1'000'000);
  one.join();
  CHECK(connections.count() == 0);
}

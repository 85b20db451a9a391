#include "features/push/notify.hpp"

#include "features/push/disconnect_user.hpp"
#include "unit/features/push/push_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using push::Notify;

namespace {

std::string content_with(std::optional<std::string> extra) {
  return push::notification_content({.user_id = "ada",
                                     .title = "Hello \"you\"",
                                     .body = "World",
                                     .extra = std::move(extra),
                                     .keep = {}});
}

constexpr std::string_view plain = R"({"title":"Hello \"you\"","body":"World","userId":"ada")";

}  // namespace

TEST_CASE("a notification has title, body and user, and what else its sender gave") {
  CHECK(content_with({}) == std::string(plain) + '}');
  CHECK(content_with("{}") == std::string(plain) + '}');
  CHECK(content_with(R"({ "id" : 9223372036854775807, "o":{"title":"inside"}})") ==
        std::string(plain) + R"(,"id":9223372036854775807,"o":{"title":"inside"}})");
}

TEST_CASE("what its sender adds cannot take the place of title, body or user") {
  CHECK(content_with(R"({"title":"spoof","\u0062ody":"spoof","userId":"eve","Title":"kept"})") ==
        std::string(plain) + R"(,"Title":"kept"})");
}

TEST_CASE("a notification is told live and kept, whether or not the person is connected") {
  PushRig rig;
  Notify notify(rig.parts);
  Notify::Input input{.user_id = "ada", .title = "t", .body = "b", .extra = {}, .keep = {}};
  REQUIRE(rig.run(notify.run(input)));
  rig.connect("ada", 1);
  static_cast<void>(rig.published());
  REQUIRE(rig.run(notify.run(input)));
  CHECK(rig.published() == Lines{R"(push:user:ada ["message",{"type":"notification",)"
                                 R"("data":{"title":"t","body":"b","userId":"ada"},"timestamp":")" +
                                 rig.now() + "\"}]"});
  auto page = rig.inbox("ada");
  REQUIRE(page.items.size() == 2);
  CHECK(page.items[1].type == "notification");
  CHECK(page.items[1].content == R"({"title":"t","body":"b","userId":"ada"})");
}

TEST_CASE("what a notification carries along is an object or nothing") {
  PushRig rig;
  Notify notify(rig.parts);
  for (auto const* extra : {"[]", "1", "\"text\"", "true"}) {
    auto refused = rig.run(
        notify.run({.user_id = "ada", .title = "t", .body = "b", .extra = extra, .keep = {}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid_argument);
  }
  CHECK(rig.inbox("ada").items.empty());
}

TEST_CASE("disconnecting ends every connection of that person, once") {
  PushRig rig;
  rig.connect("ada", 1, 2);
  rig.connect("ada", 2, 2);
  rig.connect("bob", 3);
  push::DisconnectUser disconnect(rig.connections, rig.sessions, rig.clock);
  REQUIRE(disconnect.run("ada"));
  CHECK(rig.sessions.all ==
        std::vector<std::pair<std::size_t, SessionId>>{{1, SessionId(1)}, {1, SessionId(2)}});
  CHECK(rig.connections.subjects() == Lines{"bob"});
  auto again = disconnect.run("ada");
  REQUIRE_FALSE(again);
  CHECK(again.error().code == Errc::not_found);
  CHECK(again.error().message == "User ada is not connected");
  CHECK(rig.sessions.all.size() == 2);
}

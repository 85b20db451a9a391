#include "gateway/socketio/client.hpp"

#include <doctest/doctest.h>

#include "unit/gateway/socketio/socketio_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view with_one = R"(451-["a",{"_placeholder":true,"num":0}])";
constexpr std::string_view with_two =
    R"(452-["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])";

// Second by second, so that heartbeats are answered.
void wait(SocketIoRig& rig, FrameClient& client, int seconds) {
  for (int i = 0; i < seconds; ++i) {
    rig.advance(1s);
    CHECK(client.hear().empty());
  }
}

}  // namespace

TEST_CASE("a message whose declared attachments do not come ends its session") {
  SocketIoRig rig;
  FrameClient client(rig);
  client.enter();
  client.say(with_one);
  wait(rig, client, 59);
  CHECK_FALSE(client.over());
  rig.advance(1s);
  CHECK(client.hear() == Lines{"close "});
  CHECK(rig.names[0]->heard == Lines{"forced close"});
}

TEST_CASE("all attachments of a message have one minute together") {
  SocketIoRig rig;
  FrameClient client(rig);
  client.enter();
  client.say(with_two);
  wait(rig, client, 40);
  client.say_bytes("first");
  wait(rig, client, 19);
  rig.advance(1s);
  CHECK(client.hear() == Lines{"close "});
}

TEST_CASE("attachments that come in time are heard, and the next message has its own minute") {
  SocketIoRig rig;
  FrameClient client(rig);
  client.enter();
  for (int i = 0; i < 3; ++i) {
    client.say(with_one);
    wait(rig, client, 59);
    client.say_bytes("late");
    wait(rig, client, 90);
  }
  CHECK_FALSE(client.over());
  CHECK(rig.names[0]->heard == Lines(3, R"(a {"_placeholder":true,"num":0} +late)"));
}

TEST_CASE("before a namespace is entered, the wait for that bounds the wait for attachments") {
  SocketIoRig rig;
  FrameClient client(rig);
  client.say(with_one);
  wait(rig, client, 44);
  rig.advance(1s);
  CHECK(client.hear() == Lines{"close "});
}

TEST_CASE("half a surrogate pair goes in and out as the escape that it was") {
  SocketIoRig rig;
  FrameClient client(rig);
  client.enter();
  client.say(R"(42["cut","\ud83d"])");
  CHECK(rig.names[0]->heard == Lines{R"(cut "\ud83d")"});
  rig.names[0]->sockets[0]->emit(R"(["cut","\ud83d"])");
  CHECK(client.hear() == Lines{R"(text 42["cut","\ud83d"])"});
}

TEST_CASE("who was refused twenty times may not knock again") {
  SocketIoRig rig;
  FrameClient client(rig);
  for (int i = 0; i < 20; ++i) {
    client.say("40/nowhere,");
    CHECK(client.hear() == Lines{R"(text 44/nowhere,{"message":"Invalid namespace"})"});
  }
  CHECK_FALSE(client.over());
  client.say("40/nowhere,");
  CHECK(client.hear() == Lines{"close "});
}

#include "gateway/socketio/recovery.hpp"

#include <doctest/doctest.h>

#include "unit/gateway/socketio/socketio_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

// Comes in, is cut off, and is away: the id to come back with.
std::string come_and_go(SocketIoRig& rig) {
  FrameClient client(rig);
  client.enter();
  auto pid = client.welcome.substr(client.welcome.find(R"("pid":")") + 7, 20);
  client.end();
  return pid;
}

bool is_taken_up(SocketIoRig& rig, std::string const& pid) {
  FrameClient client(rig);
  client.enter(R"({"pid":")" + pid + R"("})");
  auto taken_up = client.welcome.contains(pid);
  client.say("41");
  return taken_up;
}

}  // namespace

TEST_CASE("who was cut off comes back within two minutes, and not later") {
  SocketIoRig rig;
  rig.names[0]->recoverable = true;
  auto pid = come_and_go(rig);
  rig.advance(119s);
  CHECK(is_taken_up(rig, pid));
  auto late = come_and_go(rig);
  rig.advance(120s);
  CHECK_FALSE(is_taken_up(rig, late));
}

TEST_CASE("of one owner ten sockets wait; when one more goes away, the oldest is given up") {
  SocketIoRig rig;
  rig.names[0]->recoverable = true;
  std::vector<std::string> pids;
  for (int i = 0; i < 11; ++i) pids.push_back(come_and_go(rig));
  CHECK(rig.names[0]->heard == Lines{"transport close"});
  CHECK_FALSE(is_taken_up(rig, pids[0]));
  for (std::size_t i = 1; i < pids.size(); ++i) CHECK(is_taken_up(rig, pids[i]));
}

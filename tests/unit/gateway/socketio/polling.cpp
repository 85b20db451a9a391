// What waits for a client that polls.

#include <doctest/doctest.h>

#include "unit/gateway/socketio/socketio_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

Lines numbered(int from, int to) {
  Lines packets;
  for (int i = from; i < to; ++i) packets.push_back("42[\"n\"," + std::to_string(i) + "]");
  return packets;
}

void tell(SocketIoRig& rig, int from, int to) {
  for (int i = from; i < to; ++i)
    rig.names[0]->sockets[0]->emit("[\"n\"," + std::to_string(i) + "]");
}

}  // namespace

TEST_CASE("python-socketio reads 16 packets of an answer: more wait for the next poll, in order") {
  SocketIoRig rig;
  PollClient client(rig);
  client.enter();
  tell(rig, 0, 40);
  CHECK(client.hear() == numbered(0, 16));
  tell(rig, 40, 41);
  CHECK(client.hear() == numbered(16, 32));
  CHECK(client.hear() == numbered(32, 41));
  CHECK(client.hear().empty());
  tell(rig, 41, 57);
  CHECK(client.hear() == numbered(41, 57));
}

TEST_CASE("a session that is closed still hands over all that was said before") {
  SocketIoRig rig;
  PollClient client(rig);
  client.enter();
  tell(rig, 0, 20);
  rig.names[0]->sockets[0]->disconnect(true);
  CHECK(client.hear() == numbered(0, 16));
  auto last = numbered(16, 20);
  last.insert(last.end(), {"41", "1"});
  CHECK(client.hear() == last);
}

TEST_CASE("an address polls for so many sessions; one that ends or upgrades makes room") {
  SocketIoRig rig({.engine = {.polling_each_max = 2}});
  auto status = [&rig] { return rig.ask("GET", "transport=polling")->response->status; };
  PollClient first(rig);
  PollClient second(rig);
  CHECK(status() == 429);
  CHECK(header_of(*rig.ask("GET", "transport=polling")->response, "Retry-After") == "5");
  first.say("1");
  CHECK(status() == 200);
  CHECK(status() == 429);
  FrameClient upgraded(rig, 0, second.query());
  upgraded.say("2probe");
  CHECK(upgraded.hear() == Lines{"text 3probe"});
  CHECK(status() == 429);
  upgraded.say("5");
  CHECK(status() == 200);
  CHECK(status() == 429);
}

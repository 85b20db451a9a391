// Events to a whole room: binary ones, and those that everybody is asked to answer.

#include "gateway/socketio/questions.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/gateway/socketio/socketio_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;
using socketio::Answers;

namespace {

constexpr std::string_view question = R"(text 421073741824["q"])";

Publication event(std::string array) {
  return {.channel = ChannelName("room"), .seq = {}, .data = std::move(array), .except = {}};
}

struct Asked {
  std::optional<Answers> answers;
  [[nodiscard]] Lines given() const {
    Lines lines;
    REQUIRE(answers);
    for (auto const& each : answers->given) {
      auto& line = lines.emplace_back(each.array);
      for (auto const& attachment : each.attachments) line.append(" +").append(attachment);
    }
    return lines;
  }
};

// Asks from shard 0.
std::shared_ptr<Asked> ask(SocketIoRig& rig, SessionId except = {}) {
  auto asked = std::make_shared<Asked>();
  auto publication = event(R"(["q"])");
  publication.except = except;
  rig.shards[0].adopt_thread();
  start(
      rig.servers[0]->ask("/", std::move(publication), 5s),
      [asked](Answers answers) { asked->answers = std::move(answers); },
      [](auto const& /*thrown*/) { FAIL("no question throws"); });
  rig.pump();
  return asked;
}

}  // namespace

TEST_CASE(
    "a binary event reaches everybody in the room, its parts together, over both transports") {
  SocketIoRig rig;
  FrameClient framed(rig);
  framed.enter();
  PollClient polling(rig);
  polling.enter();
  auto publication = event(R"(["a",{"_placeholder":true,"num":0}])");
  publication.attachments = {"one"};
  rig.fan_out.publish(publication);
  rig.names[0]->sockets[0]->emit(R"(["own"])");
  rig.fan_out.publish(event(R"(["b"])"));
  auto lines = framed.hear();
  CHECK(lines.size() == 4);
  auto text = std::ranges::find(lines, "text 451-" + publication.data);
  REQUIRE(text != lines.end());
  CHECK(*std::next(text) == "binary one");
  auto packets = polling.hear();
  auto packet = std::ranges::find(packets, "451-" + publication.data);
  REQUIRE(packet != packets.end());
  CHECK(*std::next(packet) == "bb25l");
}

TEST_CASE("when all have answered, the one who asked is told at once") {
  SocketIoRig rig({}, 2);
  FrameClient ada(rig, 0);
  FrameClient bob(rig, 1);
  PollClient cyd(rig);
  ada.enter();
  bob.enter();
  cyd.enter();
  auto asked = ask(rig);
  CHECK(ada.hear() == Lines{std::string(question)});
  CHECK(bob.hear() == Lines{std::string(question)});
  CHECK(cyd.hear() == Lines{std::string(question.substr(5))});
  ada.say("431073741824[1]");
  bob.say(R"(461-1073741824[{"_placeholder":true,"num":0}])");
  bob.say_bytes("two");
  CHECK_FALSE(asked->answers);
  cyd.say("431073741824[]");
  CHECK(asked->given() == Lines{"[1]", "[]", R"([{"_placeholder":true,"num":0}] +two)"});
  CHECK(asked->answers->asked == 3);
  CHECK(asked->answers->answered == 3);
}

TEST_CASE("the deadline ends the wait, and what was answered until then counts") {
  SocketIoRig rig;
  FrameClient ada(rig);
  FrameClient bob(rig);
  ada.enter();
  bob.enter();
  auto asked = ask(rig);
  ada.say(R"(431073741824["in time"])");
  rig.advance(4999ms);
  CHECK_FALSE(asked->answers);
  rig.advance(1ms);
  CHECK(asked->given() == Lines{R"(["in time"])"});
  CHECK(asked->answers->asked == 2);
  bob.say(R"(431073741824["late"])");
  CHECK(asked->answers->answered == 1);
  CHECK_FALSE(bob.over());
}

TEST_CASE("a client answers once, and only what it was asked") {
  SocketIoRig rig;
  FrameClient ada(rig);
  FrameClient bob(rig);
  FrameClient elsewhere(rig);
  ada.enter();
  bob.enter();
  elsewhere.say("40/other,");
  auto asked = ask(rig);
  ada.say("431073741824[1]");
  ada.say("431073741824[2]");
  ada.say("431073741825[3]");
  elsewhere.say("43/other,1073741824[4]");
  CHECK_FALSE(asked->answers);
  bob.say("431073741824[5]");
  CHECK(asked->given() == Lines{"[1]", "[5]"});
}

TEST_CASE("who leaves is not waited for, and who is left out or not there is not asked") {
  SocketIoRig rig;
  CHECK(ask(rig)->answers->asked == 0);
  FrameClient ada(rig);
  FrameClient bob(rig);
  FrameClient cyd(rig);
  for (auto* each : {&ada, &bob, &cyd}) each->enter();
  auto asked = ask(rig, rig.names[0]->sockets[0]->session());
  CHECK(ada.hear().empty());
  CHECK(bob.hear().size() == 1);
  bob.say("431073741825[true]");
  CHECK_FALSE(asked->answers);
  cyd.end();
  CHECK(asked->given() == Lines{"[true]"});
  CHECK(asked->answers->asked == 2);
  CHECK(asked->answers->answered == 1);
}

TEST_CASE("answers beyond eight megabytes are counted but not kept") {
  SocketIoRig rig;
  std::vector<std::unique_ptr<FrameClient>> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<FrameClient>(rig));
    clients.back()->enter();
  }
  auto asked = ask(rig);
  for (auto& each : clients) {
    each->say("431073741824[\"" + std::string(999'900, 'x') + "\"]");
  }
  REQUIRE(asked->answers);
  CHECK(asked->answers->answered == 10);
  CHECK(asked->answers->given.size() == 8);
}

TEST_CASE("a socket that comes back hears the question that it missed, and answers it") {
  SocketIoRig rig;
  rig.names[0]->recoverable = true;
  std::string pid;
  {
    FrameClient ada(rig);
    ada.enter();
    auto at = ada.welcome.find(R"("pid":")") + 7;
    pid = ada.welcome.substr(at, 20);
    ada.end();
  }
  auto asked = ask(rig);
  auto publication = event(R"(["a",{"_placeholder":true,"num":0}])");
  publication.attachments = {"one"};
  rig.fan_out.publish(std::move(publication));
  rig.pump();
  FrameClient again(rig);
  again.say(R"(40{"pid":")" + pid + R"("})");
  auto lines = again.hear();
  REQUIRE(lines.size() == 4);
  CHECK(lines[1] == question);
  CHECK(lines[2] == R"(text 451-["a",{"_placeholder":true,"num":0},"2"])");
  CHECK(lines[3] == "binary one");
  CHECK_FALSE(asked->answers);
  again.say("431073741824[1]");
  CHECK(asked->given() == Lines{"[1]"});
}

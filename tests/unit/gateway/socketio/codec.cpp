#include "gateway/socketio/codec.hpp"

#include <doctest/doctest.h>

#include "unit/gateway/websocket/session_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using socketio::Encoding;

namespace {

Publication event(std::string array) {
  return {.channel = ChannelName("room"), .seq = {}, .data = std::move(array), .except = {}};
}

std::string encoded(std::string name_space, Encoding encoding, Publication const& publication) {
  socketio::EventCodec codec(std::move(name_space), encoding);
  std::string out;
  codec.encode(publication, out);
  return out;
}

Publication with_bytes() {
  auto publication = event(R"(["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])");
  publication.attachments = {"one", ""};
  return publication;
}

}  // namespace

TEST_CASE("an event is one frame, or one packet of a payload") {
  CHECK(in_words(encoded("/", Encoding::frames, event(R"(["a",1])"))) ==
        Lines{R"(text 42["a",1])"});
  CHECK(in_words(encoded("/x", Encoding::frames, event(R"(["a"])"))) ==
        Lines{R"(text 42/x,["a"])"});
  CHECK(encoded("/", Encoding::payload, event(R"(["a",1])")) == "42[\"a\",1]\x1e");
}

TEST_CASE("attachments follow their event in the same piece of the log") {
  auto array = with_bytes().data;
  CHECK(in_words(encoded("/", Encoding::frames, with_bytes())) ==
        Lines{"text 452-" + array, "binary one", "binary "});
  CHECK(encoded("/x", Encoding::payload, with_bytes()) ==
        "452-/x," + array + "\x1e" + "bb25l\x1e" + "b\x1e");
}

TEST_CASE("a question bears its number") {
  auto publication = with_bytes();
  publication.question = 1073741824;
  CHECK(in_words(encoded("/x", Encoding::frames, publication)).at(0) ==
        "text 452-/x,1073741824" + publication.data);
}

TEST_CASE("what a bare codec writes is taken apart again, event by event") {
  auto question = with_bytes();
  question.question = 1073741825;
  auto written = encoded("/", Encoding::bare, event(R"(["b",2])")) +
                 encoded("/", Encoding::bare, question) +
                 encoded("/", Encoding::bare, with_bytes());
  std::string_view rest = written;
  auto first = socketio::take_bare_event(rest);
  CHECK(first.array == R"(["b",2])");
  CHECK(first.attachments.empty());
  CHECK_FALSE(first.question);
  auto second = socketio::take_bare_event(rest);
  CHECK(second.array == question.data);
  CHECK(second.attachments == question.attachments);
  CHECK(second.question == 1073741825);
  auto third = socketio::take_bare_event(rest);
  CHECK(third.attachments == question.attachments);
  CHECK_FALSE(third.question);
  CHECK(rest.empty());
}

TEST_CASE("what only extended clients understand is no event") {
  auto publication = event(R"(["a"])");
  publication.audience = Publication::Audience::extended;
  for (auto encoding : {Encoding::frames, Encoding::payload, Encoding::bare})
    CHECK(encoded("/", encoding, publication).empty());
}

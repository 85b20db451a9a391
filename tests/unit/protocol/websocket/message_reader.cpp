#include "protocol/websocket/message_reader.hpp"

#include <doctest/doctest.h>

#include "unit/protocol/websocket/client_frames.hpp"

using namespace switchboard::websocket;
using Kind = Event::Kind;
using All = std::vector<Seen>;

namespace {

constexpr FrameShape more{.final_fragment = false};

}  // namespace

TEST_CASE("the masked example of RFC 6455 section 5.7 is read") {
  std::string const bytes = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
  CHECK(read_all(bytes) == All{text_seen("Hello")});
}

TEST_CASE("messages of every length form come out whole") {
  for (std::size_t size : {0, 1, 7, 8, 9, 125, 126, 127, 128, 1000, 65'535, 65'536}) {
    std::string payload;
    for (std::size_t i = 0; i < size; ++i) payload += static_cast<char>('a' + i % 26);
    CHECK(read_all(text_frame(payload) + client_frame(2, payload)) ==
          All{text_seen(payload), {Kind::binary, payload}});
  }
}

TEST_CASE("a whole frame is handed on where it lies") {
  auto bytes = text_frame("Hello, world") + text_frame("again");
  MessageReader reader({}, nullptr);
  std::size_t taken = 0;
  auto const event = reader.next({bytes.data(), bytes.size()}, taken);
  CHECK(event.payload == "Hello, world");
  CHECK(event.payload.data() == bytes.data() + 6);
  CHECK(taken == 6 + 12);
}

TEST_CASE("what is not taken is left as it was") {
  auto const whole = client_frame(9, "ping");
  auto bytes = whole.substr(0, whole.size() - 1);
  auto const before = bytes;
  MessageReader reader({}, nullptr);
  std::size_t taken = 9;
  CHECK(reader.next({bytes.data(), bytes.size()}, taken).kind == Kind::none);
  CHECK(taken == 0);
  CHECK(bytes == before);
}

TEST_CASE("fragments make one message") {
  CHECK(read_all(client_frame(1, "one ", more) + client_frame(0, "two ", more) +
                 client_frame(0, "three") + text_frame("next")) ==
        All{text_seen("one two three"), text_seen("next")});
  CHECK(read_all(client_frame(2, "", more) + client_frame(0, "", more) + client_frame(0, "")) ==
        All{{Kind::binary, ""}});
}

TEST_CASE("pings and pongs may stand between fragments, and a close ends them") {
  CHECK(read_all(client_frame(1, "one ", more) + client_frame(9, "ping") +
                 client_frame(0, "two ", more) + client_frame(10, "") + client_frame(0, "three")) ==
        All{{Kind::ping, "ping"}, {Kind::pong, ""}, text_seen("one two three")});
  CHECK(read_all(client_frame(1, "one ", more) + client_frame(8, "")) ==
        All{{Kind::close, "", no_close_code}});
}

TEST_CASE("a character may be cut by a fragment") {
  std::string const text = "κόσμε 😀";
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    CHECK(read_all(client_frame(1, text.substr(0, cut), more) +
                   client_frame(0, text.substr(cut))) == All{text_seen(text)});
}

TEST_CASE("what is no text may be binary") {
  CHECK(read_all(client_frame(2, "\xff\xfe")) == All{{Kind::binary, "\xff\xfe"}});
  CHECK(read_all(client_frame(9, "\xff\xfe")) == All{{Kind::ping, "\xff\xfe"}});
}

TEST_CASE("text that is not UTF-8 is refused") {
  std::string const broken = "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80\x65";
  CHECK(refused_with(text_frame(broken)) == 1007);
  CHECK(refused_with(text_frame("a\xc3")) == 1007);
  CHECK(refused_with(client_frame(1, "a\xc3", more) + client_frame(0, "")) == 1007);
  CHECK(refused_with(client_frame(1, "a\xc3", more) + client_frame(0, "(")) == 1007);
}

TEST_CASE("broken text is refused before its message, or its frame, has ended") {
  CHECK(refused_with(client_frame(1, "fine \xff", more)) == 1007);
  auto const frame = text_frame("fine \xff" + std::string(1000, 'a'));
  CHECK(refused_with(frame.substr(0, 8 + 5)) == 0);
  CHECK(refused_with(frame.substr(0, 8 + 6)) == 1007);
}

TEST_CASE("nothing is said after a close") {
  CHECK(read_all(client_frame(8, "\x03\xe8") + text_frame("late") + "\xff\xff\xff") ==
        All{{Kind::close, "", 1000}});
}

TEST_CASE("a close may have a code and a reason") {
  CHECK(read_all(client_frame(8, "")) == All{{Kind::close, "", no_close_code}});
  CHECK(read_all(client_frame(8,
                              "\x03\xe9"
                              "going")) == All{{Kind::close, "going", 1001}});
  CHECK(read_all(client_frame(8, "\x03\xe8" + std::string(123, 'r'))) ==
        All{{Kind::close, std::string(123, 'r'), 1000}});
}

TEST_CASE("a close with half a code, a code of nobody or a broken reason is refused") {
  CHECK(refused_with(client_frame(8, "\x03")) == 1002);
  CHECK(refused_with(client_frame(8, "\x03\xe8\xff")) == 1007);
  auto const with = [](unsigned code) {
    std::string const payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    return refused_with(client_frame(8, payload));
  };
  for (auto code :
       {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U})
    CHECK_MESSAGE(with(code) == 1002, code);
  for (auto code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 1012U, 1013U,
                    1014U, 3000U, 3999U, 4000U, 4999U})
    CHECK_MESSAGE(with(code) == 0, code);
}

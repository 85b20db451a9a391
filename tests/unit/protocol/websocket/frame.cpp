#include "protocol/websocket/frame.hpp"

#include <doctest/doctest.h>

#include "base/expects.hpp"
#include "base/utf8.hpp"

using namespace switchboard;
using namespace switchboard::websocket;
using namespace std::string_literals;

namespace {

std::string closed(CloseCode code, std::string_view reason) {
  std::string out;
  append_close(out, code, reason);
  return out;
}

std::string header_of(std::size_t payload_bytes) {
  std::string out;
  append_frame(out, Opcode::binary, std::string(payload_bytes, 'x'));
  CHECK(out.ends_with(std::string(payload_bytes, 'x')));
  return out.substr(0, out.size() - payload_bytes);
}

}  // namespace

TEST_CASE("frames look as RFC 6455 section 5.7 shows") {
  std::string out;
  append_frame(out, Opcode::text, "Hello");
  CHECK(out == "\x81\x05Hello");
  append_frame(out, Opcode::ping, "Hello");
  CHECK(out == "\x81\x05Hello\x89\x05Hello");
  CHECK(header_of(256) == "\x82\x7e\x01\x00"s);
  CHECK(header_of(65536) == "\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00"s);
}

TEST_CASE("a length takes the shortest form that holds it") {
  CHECK(header_of(0) == "\x82\x00"s);
  CHECK(header_of(125) == "\x82\x7d");
  CHECK(header_of(126) == "\x82\x7e\x00\x7e"s);
  CHECK(header_of(65535) == "\x82\x7e\xff\xff");
}

TEST_CASE("a compressed frame says so") {
  std::string out;
  append_frame(out, Opcode::text, "x", true);
  CHECK(out == "\xc1\x01x");
}

TEST_CASE("a control frame over 125 bytes is a bug") {
  std::string out;
  append_frame(out, Opcode::pong, std::string(125, 'x'));
  CHECK_THROWS_AS(append_frame(out, Opcode::pong, std::string(126, 'x')), BrokenExpectation);
}

TEST_CASE("a close carries its code and reason") {
  CHECK(closed(CloseCode::normal, "bye") ==
        "\x88\x05\x03\xe8"
        "bye");
  CHECK(closed(CloseCode::slow_consumer, "") == "\x88\x02\x11\x3d");
  CHECK(closed(CloseCode{no_close_code}, "lost") == "\x88\x00"s);
}

TEST_CASE("a reason is cut at 123 bytes, and at a character") {
  CHECK(closed(CloseCode::normal, std::string(123, 'a')).size() == 2 + 125);
  CHECK(closed(CloseCode::normal, std::string(200, 'a')).size() == 2 + 125);
  std::string long_reason;
  while (long_reason.size() < 200) long_reason += "€";
  for (std::size_t before = 0; before < 3; ++before) {
    auto const frame = closed(CloseCode::normal, std::string(before, 'a') + long_reason);
    CHECK(frame.size() > 2 + 2 + 120);
    CHECK(is_valid_utf8(std::string_view(frame).substr(4)));
  }
}

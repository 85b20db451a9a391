#include "protocol/engineio/packet.hpp"

#include <doctest/doctest.h>

#include "base/encoding.hpp"

using namespace switchboard::engineio;

TEST_CASE("every type of packet is read from its digit, with what follows as data") {
  CHECK(decode_text("0{}") == Packet{PacketType::open, "{}"});
  CHECK(decode_text("1") == Packet{PacketType::close, ""});
  CHECK(decode_text("2probe") == Packet{PacketType::ping, "probe"});
  CHECK(decode_text("3probe") == Packet{PacketType::pong, "probe"});
  CHECK(decode_text("4hello") == Packet{PacketType::message, "hello"});
  CHECK(decode_text("4") == Packet{PacketType::message, ""});
  CHECK(decode_text("5") == Packet{PacketType::upgrade, ""});
  CHECK(decode_text("6") == Packet{PacketType::noop, ""});
}

TEST_CASE("text without a known type is no packet") {
  for (std::string_view const text :
       {"", "7", "9hello", "a", "/", ":", " 4", "-1", "bAQID", "\xd9\xa4", "B"})
    CHECK_MESSAGE(!decode_text(text), text);
}

TEST_CASE("a packet's data is seen where it lies, whatever it is") {
  std::string const text = "4żółć 😀\n\x1e";
  auto const packet = decode_text(text);
  REQUIRE(packet);
  CHECK(packet->data.data() == text.data() + 1);
  CHECK(packet->data.size() == text.size() - 1);
}

TEST_CASE("every type of packet is written with its digit") {
  std::string out;
  for (int type = 0; type <= 6; ++type) append_packet(out, static_cast<PacketType>(type), "x");
  CHECK(out == "0x1x2x3x4x5x6x");
}

TEST_CASE("binary in text is base64 behind a b, both ways") {
  std::string scratch;
  for (std::size_t size = 0; size < 300; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 37 + size);
    std::string text;
    append_base64_packet(text, bytes);
    CHECK(text == "b" + switchboard::to_base64(bytes));
    auto const packet = decode_base64(text, scratch);
    REQUIRE(packet);
    CHECK(*packet == Packet{PacketType::message, bytes, true});
  }
}

TEST_CASE("the base64 of the specification's example is read") {
  std::string scratch;
  CHECK(decode_base64("bAQIDBA==", scratch) ==
        Packet{PacketType::message, std::string_view("\x01\x02\x03\x04"), true});
  CHECK(decode_base64("b", scratch) == Packet{PacketType::message, "", true});
}

TEST_CASE("base64 that is cut, padded wrongly or of another alphabet is refused") {
  std::string scratch;
  for (std::string_view const text :
       {"",           "AQID",  "bA",    "bAQ",     "bAQI",     "bAQIDBA", "bAQIDBA=",
        "bAQIDBA===", "b=",    "b====", "bA===",   "bAQ=D",    "b=QID",   "bAQ==AQID",
        "bAQI-",      "bAQI_", "bAQ D", "bAQID\n", "bAQI\xff", "4AQID"})
    CHECK_MESSAGE(!decode_base64(text, scratch), text);
}

TEST_CASE("base64 has one form only: unused bits are zero") {
  std::string scratch;
  CHECK(decode_base64("bAQ==", scratch));
  CHECK_FALSE(decode_base64("bAR==", scratch));
  CHECK(decode_base64("bAQI=", scratch));
  CHECK_FALSE(decode_base64("bAQJ=", scratch));
}

TEST_CASE("the opening packet says what the client may and must do") {
  std::string out;
  append_open(out, {"lv_VI97HAXpY6yYWAAAC", true, 25'000, 20'000, 1'000'000});
  CHECK(out == R"(0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],)"
               R"("pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})");
  out.clear();
  append_open(out, {"a\"b", false, 300, 200, 100});
  CHECK(out == R"(0{"sid":"a\"b","upgrades":[],)"
               R"("pingInterval":300,"pingTimeout":200,"maxPayload":100})");
}

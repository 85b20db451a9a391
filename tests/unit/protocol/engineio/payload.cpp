#include "protocol/engineio/payload.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace switchboard::engineio;
using Step = PayloadReader::Step;

namespace {

struct Seen {
  PacketType type;
  std::string text;
  bool binary = false;

  friend bool operator==(Seen const&, Seen const&) = default;
};

struct Reading {
  std::vector<Seen> packets;
  Step end = Step::packet;

  friend bool operator==(Reading const&, Reading const&) = default;
};

Reading read(std::string_view body, std::size_t packets_max = 100) {
  Reading reading;
  PayloadReader reader(body, packets_max);
  for (;;) {
    Packet packet{};
    reading.end = reader.next(packet);
    if (reading.end != Step::packet) break;
    reading.packets.push_back({packet.type, std::string(packet.data), packet.binary});
  }
  Packet packet{};
  CHECK(reader.next(packet) == reading.end);
  return reading;
}

Reading messages(std::vector<Seen> packets) { return {std::move(packets), Step::end}; }

}  // namespace

TEST_CASE("a payload of one packet is that packet") {
  CHECK(read("4hello") == messages({{PacketType::message, "hello"}}));
  CHECK(read("1") == messages({{PacketType::close, ""}}));
}

TEST_CASE("packets come out in order, text and binary") {
  CHECK(read("4hello\x1e"
             "2\x1e"
             "bAQIDBA==\x1e"
             "4\xe2\x82\xac") == messages({{PacketType::message, "hello"},
                                           {PacketType::ping, ""},
                                           {PacketType::message, "\x01\x02\x03\x04", true},
                                           {PacketType::message, "€"}}));
}

TEST_CASE("one binary packet after another each keeps its own bytes") {
  CHECK(read("bAAECAwQFBgc=\x1e"
             "bAQ==\x1e"
             "b") == messages({{PacketType::message, std::string("\0\1\2\3\4\5\6\7", 8), true},
                               {PacketType::message, "\x01", true},
                               {PacketType::message, "", true}}));
}

TEST_CASE("an empty packet breaks a payload, wherever it stands") {
  CHECK(read("") == Reading{{}, Step::broken});
  CHECK(read("\x1e") == Reading{{}, Step::broken});
  CHECK(read("\x1e"
             "4a") == Reading{{}, Step::broken});
  CHECK(read("4a\x1e") == Reading{{{PacketType::message, "a"}}, Step::broken});
  CHECK(read("4a\x1e\x1e"
             "4b") == Reading{{{PacketType::message, "a"}}, Step::broken});
}

TEST_CASE("what precedes an undecodable packet is still delivered, and nothing after it") {
  for (std::string_view const bad :
       {"7", "abc", "{", "bA", "bAQI!", "bAQ", "\xff", "4\xff", "4a\xc3"})
    CHECK(read(std::string("4a\x1e") + std::string(bad) + "\x1e" + "4b") ==
          Reading{{{PacketType::message, "a"}}, Step::broken});
}

TEST_CASE("a payload has as many packets as it may have, and not one more") {
  CHECK(read("2\x1e"
             "2\x1e"
             "2",
             3)
            .end == Step::end);
  CHECK(read("2\x1e"
             "2\x1e"
             "2",
             2) == Reading{{{PacketType::ping, ""}, {PacketType::ping, ""}}, Step::broken});
  CHECK(read("2", 0) == Reading{{}, Step::broken});
}

TEST_CASE("eight megabytes of separators are refused at the first") {
  std::string const body(std::size_t{8} << 20, separator);
  PayloadReader reader(body, 1'000);
  Packet packet{};
  CHECK(reader.next(packet) == Step::broken);
}

TEST_CASE("eight megabytes of the smallest packets stop at the bound") {
  std::string body;
  while (body.size() < std::size_t{8} << 20) body += "6\x1e";
  auto const reading = read(body, 1'000);
  CHECK(reading.packets.size() == 1'000);
  CHECK(reading.end == Step::broken);
}

TEST_CASE("text packets are seen where they lie") {
  std::string const body =
      "4one\x1e"
      "4two";
  PayloadReader reader(body, 2);
  Packet packet{};
  REQUIRE(reader.next(packet) == Step::packet);
  REQUIRE(reader.next(packet) == Step::packet);
  CHECK(packet.data.data() == body.data() + 6);
}

#include "protocol/socketio/assembler.hpp"

#include <doctest/doctest.h>

using namespace switchboard::socketio;
using Outcome = Assembler::Outcome;

namespace {

constexpr std::size_t bytes_max = 1'000;

Outcome alone(std::string_view text) {
  Assembler assembler(bytes_max);
  return assembler.take_text(text);
}

}  // namespace

TEST_CASE("a text packet is a message of its own") {
  Assembler assembler(bytes_max);
  CHECK_FALSE(assembler.waiting());
  CHECK(assembler.take_text(R"(2/admin,12["hi",1])") == Outcome::complete);
  CHECK_FALSE(assembler.waiting());
  auto const message = assembler.message();
  CHECK(message.packet ==
        Packet{.type = PacketType::event, .name_space = "/admin", .id = 12, .data = R"(["hi",1])"});
  CHECK(message.attachments.empty());
}

TEST_CASE("each type that clients send is taken") {
  for (std::string_view const text :
       {"0", "0{}", R"(0/custom,{"token":"123"})", "1", "1/custom,", R"(2["a"])", "2[1]",
        R"(21["a",{}])", "3[]", R"(31["a",null])"})
    CHECK_MESSAGE(alone(text) == Outcome::complete, text);
}

TEST_CASE("a binary packet is complete with its last attachment") {
  Assembler assembler(bytes_max);
  CHECK(assembler.take_text(R"(52-["b",{"_placeholder":true,"num":1},)"
                            R"({"_placeholder":true,"num":0}])") == Outcome::incomplete);
  CHECK(assembler.waiting());
  CHECK(assembler.take_binary(std::string_view("\0\xff", 2)) == Outcome::incomplete);
  CHECK(assembler.waiting());
  CHECK(assembler.take_binary("") == Outcome::complete);
  CHECK_FALSE(assembler.waiting());
  auto const message = assembler.message();
  CHECK(message.packet.type == PacketType::binary_event);
  CHECK(message.packet.attachments == 2);
  CHECK(message.attachments == std::vector<std::string>{std::string("\0\xff", 2), ""});
}

TEST_CASE("a binary ack is put together too") {
  Assembler assembler(bytes_max);
  CHECK(assembler.take_text(R"(61-/custom,7[{"_placeholder":true,"num":0}])") ==
        Outcome::incomplete);
  CHECK(assembler.take_binary("x") == Outcome::complete);
  CHECK(assembler.message().packet.id == 7);
}

TEST_CASE("one message follows another") {
  Assembler assembler(bytes_max);
  for (int i = 0; i < 3; ++i) {
    CHECK(assembler.take_text("51-[1]") == Outcome::incomplete);
    CHECK(assembler.take_binary(std::string(900, 'x')) == Outcome::complete);
    CHECK(assembler.message().attachments.size() == 1);
    CHECK(assembler.take_text("2[1]") == Outcome::complete);
    CHECK(assembler.message().attachments.empty());
  }
}

TEST_CASE("a message owns its text, and keeps it when it moves") {
  Assembler assembler(bytes_max);
  std::string text = R"(2/a,["x"])";
  REQUIRE(assembler.take_text(text) == Outcome::complete);
  text.assign(text.size(), '#');
  Message first = assembler.message();
  Message second = std::move(first);
  std::vector<Message> many;
  for (int i = 0; i < 10; ++i) many.emplace_back();
  many.push_back(std::move(second));
  CHECK(many.back().packet.name_space == "/a");
  CHECK(many.back().packet.data == R"(["x"])");
  REQUIRE(assembler.take_text("0") == Outcome::complete);
  CHECK(many.back().packet.data == R"(["x"])");
}

TEST_CASE("the namespace of a packet that names none outlives the packet") {
  Message message;
  {
    Assembler assembler(bytes_max);
    REQUIRE(assembler.take_text("0") == Outcome::complete);
    message = assembler.message();
  }
  CHECK(message.packet.name_space == "/");
}

TEST_CASE("packets that no client may send are refused") {
  for (std::string_view const text : {"",
                                      "4",
                                      "9",
                                      "a",
                                      "442",
                                      "2",
                                      "2[",
                                      "2{}",
                                      "2[]",
                                      "2\"a\"",
                                      R"(2["connect"])",
                                      R"(2["disconnect",1])",
                                      "2[null]",
                                      "2[{}]",
                                      "3",
                                      "3{}",
                                      "0[]",
                                      "0\"token\"",
                                      "0{",

                                      "1{}",
                                      "1[]",
                                      R"(4"no")",
                                      R"(4{"message":"no"})",
                                      R"(52-["a")",
                                      "51-",
                                      "51-[]",
                                      "61-",
                                      R"(50-["a"])",
                                      R"(51000000-["a"])",
                                      R"(511-["a"])",
                                      "2/",
                                      R"(2/custom["a"])",
                                      R"(2abc["a"])",
                                      R"(2 1["a"])"})
    CHECK_MESSAGE(alone(text) == Outcome::broken, text);
}

TEST_CASE("a payload is refused before its attachments are waited for") {
  CHECK(alone(R"(51-["a",{"_placeholder":true,"num":1}])") == Outcome::broken);
  CHECK(alone(R"(51-["a",{"_placeholder":true,"num":"splice"}])") == Outcome::broken);
  CHECK(alone(R"(51-["connect",{"_placeholder":true,"num":0}])") == Outcome::broken);
  CHECK(alone(R"(61-{"_placeholder":true,"num":0})") == Outcome::broken);
}

TEST_CASE("what looks like a placeholder in a text packet is plain JSON") {
  CHECK(alone(R"(2["a",{"_placeholder":true,"num":7}])") == Outcome::complete);
}

TEST_CASE("text while an attachment is awaited breaks the session") {
  Assembler assembler(bytes_max);
  REQUIRE(assembler.take_text("51-[1]") == Outcome::incomplete);
  CHECK(assembler.take_text("2[1]") == Outcome::broken);
  CHECK_FALSE(assembler.waiting());
}

TEST_CASE("an attachment that nobody awaits breaks the session") {
  Assembler assembler(bytes_max);
  CHECK(assembler.take_binary("x") == Outcome::broken);
  Assembler second(bytes_max);
  REQUIRE(second.take_text("51-[1]") == Outcome::incomplete);
  REQUIRE(second.take_binary("x") == Outcome::complete);
  CHECK(second.take_binary("x") == Outcome::broken);
}

TEST_CASE("what is broken stays broken, and holds nothing") {
  Assembler assembler(bytes_max);
  REQUIRE(assembler.take_text("52-[1]") == Outcome::incomplete);
  REQUIRE(assembler.take_binary("x") == Outcome::incomplete);
  REQUIRE(assembler.take_text("2[1]") == Outcome::broken);
  CHECK(assembler.take_text("2[1]") == Outcome::broken);
  CHECK(assembler.take_binary("x") == Outcome::broken);
  CHECK(assembler.message().attachments.empty());
  CHECK(assembler.message().text.empty());
}

TEST_CASE("text and attachments together keep within the bound") {
  std::string const text = "52-[1]";
  auto const room = bytes_max - text.size();
  for (auto const over : {0, 1}) {
    Assembler assembler(bytes_max);
    REQUIRE(assembler.take_text(text) == Outcome::incomplete);
    REQUIRE(assembler.take_binary(std::string(room - 10, 'x')) == Outcome::incomplete);
    CHECK(assembler.take_binary(std::string(10U + static_cast<unsigned>(over), 'x')) ==
          (over == 0 ? Outcome::complete : Outcome::broken));
  }
  auto const event = [](std::size_t size) {
    return R"(2["a",")" + std::string(size - 9, 'x') + "\"]";
  };
  CHECK(alone(event(bytes_max)) == Outcome::complete);
  CHECK(alone(event(bytes_max + 1)) == Outcome::broken);
}

#include "protocol/spark/command.hpp"

#include <doctest/doctest.h>

using namespace switchboard::spark;

namespace {

template <class T>
T decoded(std::string_view text) {
  auto command = decode_command(text);
  REQUIRE(command);
  REQUIRE(std::holds_alternative<T>(*command));
  return std::get<T>(*command);
}

}  // namespace

TEST_CASE("the original client's frames are decoded, with whatever else stands in them") {
  CHECK(decoded<Bind>(R"({"messageType":"#email","email":"a@b.c","jwtoken":"t","tagname":"x"})") ==
        Bind{"a@b.c", "t"});
  CHECK(decoded<Ping>(R"({"messageType":"#ping","messageId":1,"message":"ping"})") == Ping{});
  CHECK(decoded<LookUp>(R"({"messageType":"#user","email":"a@b.c"})") == LookUp{"a@b.c"});
  CHECK(decoded<Say>(R"({"messageType":"usermessage","messageId":1732609999123,"message":"hi",)"
                     R"("rxEmail":"d@e.f","id":"u","email":"a@b.c","jwtoken":"t"})") ==
        Say{1732609999123, "hi", "u", "a@b.c", "d@e.f", false, "t"});
}

TEST_CASE("what a message lacks, or has of another kind, is absent") {
  CHECK(decoded<Say>(R"({"messageType":"usermessage","messageId":7,"message":1,"id":null})") ==
        Say{.message_id = 7, .to_oneself = true});
  auto wrong = decoded<Say>(R"({"messageType":"usermessage","messageId":7,"rxEmail":{}})");
  CHECK_FALSE(wrong.to_oneself);
  CHECK_FALSE(wrong.recipient.has_value());
}

TEST_CASE("a message without an integer id, and any other type, is ignored") {
  for (std::string_view text :
       {R"({"messageType":"usermessage","message":"hi"})",
        R"({"messageType":"usermessage","messageId":"7"})",
        R"({"messageType":"usermessage","messageId":1.5})", R"({"messageType":"#pong"})",
        R"({"messageType":7})", R"({})", R"({"messageType":"#EMAIL"})"}) {
    INFO(text);
    CHECK(decoded<Ignored>(text) == Ignored{});
  }
}

TEST_CASE("what is not one JSON object is no frame") {
  for (std::string_view text : {"", "hello", "[]", "7", "null", "{", "{}x", "{\"a\":\"\xff\"}"}) {
    INFO(text);
    CHECK_FALSE(decode_command(text).has_value());
  }
  std::string start = R"({"messageType":"#ping","x":")";
  auto filling = std::string(command_bytes_max - start.size() - 2, 'x');
  CHECK(decode_command(start + filling + "\"}").has_value());
  CHECK_FALSE(decode_command(start + filling + "x\"}").has_value());
}

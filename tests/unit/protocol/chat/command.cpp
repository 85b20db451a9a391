#include "protocol/chat/command.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace switchboard::chat;

namespace {

template <class T>
T decoded(std::string_view text) {
  auto command = decode_command(text);
  REQUIRE(command);
  REQUIRE(std::holds_alternative<T>(*command));
  return std::get<T>(*command);
}

bool is_refused(std::string_view text) { return !decode_command(text).has_value(); }

}  // namespace

TEST_CASE("the documented frames are decoded") {
  CHECK(decoded<Authorize>(R"({"type":"authorization","token":"a.b.c"})") == Authorize{"a.b.c"});
  CHECK(decoded<Connect>(R"({"type":"connect","user_id":"u","room_id":"general"})") ==
        Connect{.user_id = "u", .room = RoomId("general")});
  CHECK(decoded<Post>(R"({"type":"message","content":"Say \"ż\"","room_id":"general"})") ==
        Post{.room = RoomId("general"), .content = "Say \"ż\""});
  CHECK(decoded<Disconnect>(R"({"type":"disconnect","user_id":"u","room_id":"general"})") ==
        Disconnect{"u", RoomId("general")});
}

TEST_CASE("a documented frame does not opt in, and each extension field does") {
  auto extended = [](std::string_view text) {
    auto command = decode_command(text);
    REQUIRE(command);
    return is_extended(*command);
  };
  CHECK_FALSE(extended(R"({"type":"authorization","token":"t"})"));
  CHECK_FALSE(extended(R"({"type":"connect","room_id":"r"})"));
  CHECK_FALSE(extended(R"({"type":"message","room_id":"r","content":"c","later":1})"));
  CHECK_FALSE(extended(R"({"type":"disconnect","room_id":"r"})"));
  CHECK(extended(R"({"type":"connect","room_id":"r","since_seq":0})"));
  CHECK(extended(R"({"type":"connect","room_id":"r","epoch":"e"})"));
  CHECK(extended(R"({"type":"connect","room_id":"r","keep":false})"));
  CHECK(extended(R"({"type":"message","room_id":"r","content":"c","client_msg_id":"1"})"));
  CHECK(extended(R"({"type":"reauth","token":"t"})"));
}

TEST_CASE("a client asks to recover from where it stood, and to keep its other rooms") {
  CHECK(decoded<Connect>(
            R"({"type":"connect","room_id":"r","since_seq":41,"epoch":"e1","keep":true})") ==
        Connect{.room = RoomId("r"),
                .since = Seq(41),
                .epoch = Epoch("e1"),
                .keep = true,
                .extended = true});
  CHECK(decoded<Reauthorize>(R"({"type":"reauth","token":"t"})") == Reauthorize{"t"});
}

TEST_CASE("a malformed since_seq joins without recovery") {
  for (std::string_view since :
       {"\"41\"", "-1", "1.5", "1e300", "99999999999999999999", "null", "[]", "{}", "true"}) {
    INFO(since);
    auto connect = decoded<Connect>(R"({"type":"connect","room_id":"r","since_seq":)" +
                                    std::string(since) + "}");
    CHECK_FALSE(connect.since.has_value());
    CHECK(connect.extended);
  }
}

TEST_CASE("null is the same as absent where a field may be absent") {
  CHECK(decoded<Connect>(
            R"({"type":"connect","room_id":"r","user_id":null,"epoch":null,"keep":null})") ==
        Connect{.room = RoomId("r"), .extended = true});
  CHECK_FALSE(
      decoded<Post>(R"({"type":"message","room_id":"r","content":"c","client_msg_id":null})")
          .client_message_id.has_value());
}

TEST_CASE("a client's message id has 1 to 64 characters, whatever their bytes") {
  auto with_id = [](std::string const& id) {
    return R"({"type":"message","room_id":"r","content":"c","client_msg_id":")" + id + "\"}";
  };
  auto repeated = [](std::string_view character, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += character;
    return text;
  };
  CHECK(is_refused(with_id("")));
  for (std::string_view character : {"x", "ż", "漢", "😀"}) {
    CHECK(decoded<Post>(with_id(repeated(character, 64))).client_message_id ==
          repeated(character, 64));
    CHECK(is_refused(with_id(repeated(character, 65))));
  }
}

TEST_CASE("a missing or wrong field is an invalid message") {
  for (std::string_view text :
       {R"({"type":"authorization"})", R"({"type":"authorization","token":1})",
        R"({"type":"authorization","token":null})", R"({"type":"reauth"})", R"({"type":"connect"})",
        R"({"type":"connect","room_id":7})", R"({"type":"connect","room_id":null})",
        R"({"type":"connect","room_id":"r","user_id":7})",
        R"({"type":"connect","room_id":"r","keep":1})",
        R"({"type":"connect","room_id":"r","epoch":1})", R"({"type":"message","room_id":"r"})",
        R"({"type":"message","content":"c"})",
        R"({"type":"message","content":["c"],"room_id":"r"})",
        R"({"type":"message","content":"c","room_id":"r","client_msg_id":7})",
        R"({"type":"disconnect"})", R"({"type":"disconnect","room_id":"r","user_id":{}})"}) {
    INFO(text);
    CHECK(is_refused(text));
  }
}

TEST_CASE("what is done to messages, and marks and typing, each opt in") {
  std::string const id = "0191e2a4-0000-7000-8000-0000000000aa";
  auto const message = *Uuid::parse(id);
  CHECK(decoded<Edit>(R"({"type":"edit","id":")" + id + R"(","content":"c"})") ==
        Edit{message, "c"});
  CHECK(decoded<Delete>(R"({"type":"delete","id":")" + id + R"("})") == Delete{message});
  CHECK(decoded<ReactTo>(R"({"type":"react","id":")" + id + R"(","emoji":"👍","on":false})") ==
        ReactTo{message, "👍", false});
  CHECK(decoded<Read>(R"({"type":"read","room_id":"r","seq":7})") == Read{RoomId("r"), Seq(7)});
  CHECK(decoded<Type>(R"({"type":"typing","room_id":"r"})") == Type{RoomId("r")});
  CHECK(is_extended(*decode_command(R"({"type":"typing","room_id":"r"})")));
  for (auto const& text :
       {std::string(R"({"type":"edit","id":"1","content":"c"})"),
        R"({"type":"edit","id":")" + id + R"("})", std::string(R"({"type":"delete"})"),
        R"({"type":"react","id":")" + id + R"(","emoji":"x"})",
        R"({"type":"react","id":")" + id + R"(","emoji":1,"on":true})",
        R"({"type":"react","id":")" + id + R"(","emoji":"x","on":1})",
        std::string(R"({"type":"read","room_id":"r"})"),
        std::string(R"({"type":"read","room_id":"r","seq":-1})"),
        std::string(R"({"type":"read","room_id":"r","seq":"1"})"),
        std::string(R"({"type":"typing"})")}) {
    INFO(text);
    CHECK(is_refused(text));
  }
}

TEST_CASE("a field of this protocol that comes twice is refused, an unknown one is not") {
  CHECK(is_refused(R"({"type":"message","type":"message","room_id":"r","content":"c"})"));
  CHECK(is_refused(R"({"type":"message","room_id":"r","content":"c","content":"d"})"));
  CHECK(is_refused(R"({"type":"message","room_id":"r","content":"c","cont\u0065nt":"d"})"));
  CHECK_FALSE(is_refused(R"({"type":"message","room_id":"r","content":"c","x":1,"x":2})"));
}

TEST_CASE("what is no known frame is refused") {
  for (std::string_view text : {"", "{}", "[]", "null", "\"message\"", "{", R"({"type":null})",
                                R"({"type":"Message","room_id":"r","content":"c"})",
                                R"({"type":"edit","id":"1","content":"c"})",
                                R"({"type":"message","room_id":"r","content":"c"}x)",
                                "{\"type\":\"message\",\"room_id\":\"r\",\"content\":\"\xff\"}"}) {
    INFO(text);
    CHECK(is_refused(text));
  }
}

TEST_CASE("a frame of 64 KiB is decoded, and one byte more is not") {
  std::string start = R"({"type":"message","room_id":"r","content":")";
  auto content = std::string(command_bytes_max - start.size() - 2, 'x');
  CHECK(decoded<Post>(start + content + "\"}").content == content);
  CHECK(is_refused(start + content + "x\"}"));
}

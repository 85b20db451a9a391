#include "protocol/socketio/packet.hpp"

#include <doctest/doctest.h>

using namespace switchboard::socketio;

namespace {

std::string header(PacketType type, std::string_view name_space = "/",
                   std::optional<std::uint64_t> id = {}, std::uint32_t attachments = 0) {
  std::string out;
  append_header(out, type, name_space, id, attachments);
  return out;
}

}  // namespace

TEST_CASE("a connect packet may name a namespace and carry a payload") {
  CHECK(decode("0") == Packet{PacketType::connect});
  CHECK(decode(R"(0{"token":"123"})") ==
        Packet{.type = PacketType::connect, .data = R"({"token":"123"})"});
  CHECK(decode("0/admin,") == Packet{.type = PacketType::connect, .name_space = "/admin"});
  CHECK(decode("0/admin") == Packet{.type = PacketType::connect, .name_space = "/admin"});
  CHECK(decode("0/,") == Packet{PacketType::connect});
  CHECK(decode(R"(0/admin,{"sid":"x"})") ==
        Packet{.type = PacketType::connect, .name_space = "/admin", .data = R"({"sid":"x"})"});
}

TEST_CASE("a namespace is read without its query") {
  CHECK(decode(R"(0/admin?token=1234&x=2,{"a":1})") ==
        Packet{.type = PacketType::connect, .name_space = "/admin", .data = R"({"a":1})"});
  CHECK(decode("0/?a=b,") == Packet{PacketType::connect});
}

TEST_CASE("a disconnect packet is its type and its namespace") {
  CHECK(decode("1") == Packet{PacketType::disconnect});
  CHECK(decode("1/admin,") == Packet{.type = PacketType::disconnect, .name_space = "/admin"});
}

TEST_CASE("events and acks have ids and namespaces, or have none") {
  CHECK(decode(R"(2["foo"])") == Packet{.type = PacketType::event, .data = R"(["foo"])"});
  CHECK(decode(R"(212["foo"])") ==
        Packet{.type = PacketType::event, .id = 12, .data = R"(["foo"])"});
  CHECK(decode(R"(2/admin,["bar"])") ==
        Packet{.type = PacketType::event, .name_space = "/admin", .data = R"(["bar"])"});
  CHECK(decode(R"(2/admin,0["bar"])") ==
        Packet{.type = PacketType::event, .name_space = "/admin", .id = 0, .data = R"(["bar"])"});
  CHECK(decode("3/admin,13[]") ==
        Packet{.type = PacketType::ack, .name_space = "/admin", .id = 13, .data = "[]"});
}

TEST_CASE("binary packets say how many attachments follow") {
  auto const* const data = R"(["baz",{"_placeholder":true,"num":0}])";
  CHECK(decode(std::string("51-") + data) ==
        Packet{.type = PacketType::binary_event, .data = data, .attachments = 1});
  CHECK(decode("510-/admin,23[]") == Packet{.type = PacketType::binary_event,
                                            .name_space = "/admin",
                                            .id = 23,
                                            .data = "[]",
                                            .attachments = 10});
  CHECK(decode("61-15[]") ==
        Packet{.type = PacketType::binary_ack, .id = 15, .data = "[]", .attachments = 1});
}

TEST_CASE("a refusal is read too, for clients of ours") {
  CHECK(decode(R"(4/foo,{"message":"Invalid namespace"})") ==
        Packet{.type = PacketType::connect_error,
               .name_space = "/foo",
               .data = R"({"message":"Invalid namespace"})"});
}

TEST_CASE("only binary packets count attachments") {
  CHECK(decode("21-[]") == Packet{.type = PacketType::event, .id = 1, .data = "-[]"});
}

TEST_CASE("no packet is read from nothing, or from an unknown type") {
  for (std::string_view const text : {"", "7", "9", "a", "[", "-", " 2", "\xff", "/admin,2"})
    CHECK_MESSAGE(!decode(text), text);
}

TEST_CASE("attachments must be declared, at least one and at most ten") {
  for (std::string_view const text :
       {"5", "5-", "5[]", "51", "51[]", "5a-[]", "5-1-[]", "5+1-[]", "5 1-[]", "51.5-[]", "51e0-[]",
        "50-[]", "511-[]", "599-[]", "51000000-[]", "54294967297-[]", "518446744073709551617-[]"})
    CHECK_MESSAGE(!decode(text), text);
  CHECK(decode("510-[]"));
}

TEST_CASE("an id is at most what a JavaScript number holds exactly") {
  CHECK(decode("29007199254740992[]").value().id == id_max);
  CHECK_FALSE(decode("29007199254740993[]"));
  CHECK_FALSE(decode("218446744073709551616[]"));
}

TEST_CASE("endless digits are refused") {
  std::string const digits(1'000'000, '9');
  CHECK_FALSE(decode("2" + digits));
  CHECK_FALSE(decode("2" + digits + "[]"));
  CHECK_FALSE(decode("5" + digits + "-[]"));
}

TEST_CASE("a namespace has at most 256 bytes, whatever its query has") {
  auto const name = "/" + std::string(255, 'n');
  CHECK(decode("0" + name + ",{}").value().name_space == name);
  CHECK_FALSE(decode("0" + name + "n,{}"));
  CHECK_FALSE(decode("0" + name + "n"));
  CHECK(decode("0" + name + "?" + std::string(1'000, 'q') + ",{}").value().name_space == name);
}

TEST_CASE("a namespace has no control characters, for it is sent back") {
  for (char control = 0; control < ' '; ++control)
    CHECK_FALSE(decode(std::string("0/a") + control + "44,"));
  CHECK(decode("0/a b\x7f,").value().name_space == "/a b\x7f");
  CHECK(decode("0/żółć,").value().name_space == "/żółć");
}

TEST_CASE("what a packet shows is seen where it lies") {
  std::string const text = R"(2/admin,7["a"])";
  auto const packet = decode(text).value();
  CHECK(packet.name_space.data() == text.data() + 1);
  CHECK(packet.data.data() == text.data() + 9);
}

TEST_CASE("headers are written as short as they can be") {
  CHECK(header(PacketType::connect) == "0");
  CHECK(header(PacketType::connect, "/admin") == "0/admin,");
  CHECK(header(PacketType::disconnect) == "1");
  CHECK(header(PacketType::event) == "2");
  CHECK(header(PacketType::event, "/", 0) == "20");
  CHECK(header(PacketType::ack, "/admin", 13) == "3/admin,13");
  CHECK(header(PacketType::connect_error, "/foo") == "4/foo,");
  CHECK(header(PacketType::binary_event, "/", {}, 1) == "51-");
  CHECK(header(PacketType::binary_ack, "/admin", 9007199254740992, 10) ==
        "610-/admin,9007199254740992");
}

TEST_CASE("attachments of a type that has none are not written") {
  CHECK(header(PacketType::event, "/", 5, 3) == "25");
}

#include "protocol/socketio/event.hpp"

#include <doctest/doctest.h>

using namespace switchboard::socketio;
using Values = std::vector<std::string_view>;

namespace {

std::optional<std::string> name_in(std::string_view data) {
  auto const arguments = read_arguments(data);
  return arguments ? event_name(*arguments) : std::nullopt;
}

Values values_in(std::string_view data) { return read_arguments(data).value().values; }

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("arguments keep the text that came") {
  CHECK(values_in(R"(["foo",1,true,null,{"a":[1,2]},"b",[[],{}]])") ==
        Values{R"("foo")", "1", "true", "null", R"({"a":[1,2]})", R"("b")", "[[],{}]"});
  CHECK(values_in("[]").empty());
  CHECK(values_in("[[]]") == Values{"[]"});
  CHECK(values_in("[0]") == Values{"0"});
}

TEST_CASE("integers keep every digit") {
  CHECK(values_in(R"(["n",9223372036854775807,-9223372036854775808,18446744073709551616,1.10])") ==
        Values{R"("n")", "9223372036854775807", "-9223372036854775808", "18446744073709551616",
               "1.10"});
}

TEST_CASE("white space between arguments is dropped, and inside them kept") {
  CHECK(values_in(" \t\r\n[ \"a b\" ,\n{ \"x\" : 1 } , 2\t] \n") ==
        Values{R"("a b")", R"({ "x" : 1 })", "2"});
  CHECK(values_in("[ ]").empty());
}

TEST_CASE("commas, brackets and quotes inside strings part nothing") {
  CHECK(values_in(R"(["a,b","[","}","\"","\\","\\\",[",{"k,\"]":","}])") ==
        Values{R"("a,b")", R"("[")", R"("}")", R"("\"")", R"("\\")", R"("\\\",[")",
               R"({"k,\"]":","})"});
}

TEST_CASE("arguments are views of the text") {
  std::string const data = R"(["a",2])";
  CHECK(values_in(data)[1].data() == data.data() + 5);
}

TEST_CASE("what is not an array of strict JSON has no arguments") {
  for (std::string_view const data : {"",
                                      " ",
                                      "[",
                                      "]",
                                      "{}",
                                      "\"a\"",
                                      "1",
                                      "null",
                                      "[1",
                                      "[1,]",
                                      "[,1]",
                                      "[,]",
                                      "[1 2]",
                                      "[1]]",
                                      "[1][2]",
                                      "[1]x",
                                      "['a']",
                                      "[a]",
                                      "[01]",
                                      "[1.]",
                                      "[.5]",
                                      "[+1]",
                                      "[-]",
                                      "[1e]",
                                      "[NaN]",
                                      "[Infinity]",
                                      "[tru]",
                                      "[True]",
                                      "[\"a]",
                                      "[\"\\x\"]",
                                      "[\"\\u12g4\"]",
                                      "[{]}",
                                      "[{1:2}]",
                                      "[{\"a\"}]",
                                      "[{\"a\":}]",
                                      "[{\"a\":1,}]",
                                      "[/*c*/1]",
                                      "[1]//c",
                                      "[\"\n\"]",
                                      "[\"\xff\"]",
                                      "[\"\xc0\x80\"]",
                                      "[\"\xed\xa0\x80\"]",
                                      "\xef\xbb\xbf[1]"})
    CHECK_MESSAGE(!read_arguments(data), data);
  CHECK_FALSE(read_arguments(std::string_view("[\0]", 3)));
  CHECK_FALSE(read_arguments(std::string_view("[\"\0\"]", 5)));
}

TEST_CASE("the escape of half a surrogate pair is passed on as it came") {
  CHECK(values_in(R"(["\ud83d\ude00"])") == std::vector<std::string_view>{R"("\ud83d\ude00")"});
  CHECK(values_in(R"(["a","\ud83d"])") == std::vector<std::string_view>{R"("a")", R"("\ud83d")"});
  CHECK(values_in(R"([1,{"\ude00":"\ud83d"}])") ==
        std::vector<std::string_view>{"1", R"({"\ude00":"\ud83d"})"});
  CHECK(name_in(R"(["cut \ud83d"])") == "cut \xef\xbf\xbd");
  CHECK_FALSE(read_arguments(R"(["\ud83"])"));
  CHECK_FALSE(read_arguments(R"([\ud83d])"));
}

TEST_CASE("arguments are at most a thousand") {
  std::string data = "[0";
  for (std::size_t i = 1; i < arguments_max; ++i) data += ",0";
  CHECK(values_in(data + "]").size() == arguments_max);
  CHECK_FALSE(read_arguments(data + ",0]"));
  CHECK(values_in("[" + data + ",0]]").size() == 1);
}

TEST_CASE("arguments are nested at most 64 deep") {
  CHECK(read_arguments(nested(depth_max)));
  CHECK_FALSE(read_arguments(nested(depth_max + 1)));
  CHECK_FALSE(read_arguments(std::string(1'000'000, '[')));
  std::string objects = "[";
  for (std::size_t i = 0; i < depth_max; ++i) objects += R"({"a":)";
  CHECK_FALSE(read_arguments(objects + "1" + std::string(depth_max, '}') + "]"));
}

TEST_CASE("a name or a string may be as long as its packet") {
  std::string const long_text(1'000'000, '7');
  CHECK(values_in("[\"" + long_text + "\"]")[0].size() == long_text.size() + 2);
  CHECK(name_in("[\"" + long_text + "\"]") == long_text);
}

TEST_CASE("prototype keys are plain text that passes through") {
  CHECK(values_in(R"(["m",{"__proto__":{"admin":true},"constructor":1},"__proto__"])") ==
        Values{R"("m")", R"({"__proto__":{"admin":true},"constructor":1})", R"("__proto__")"});
  CHECK(name_in(R"(["__proto__"])") == "__proto__");
  CHECK(name_in(R"(["hasOwnProperty"])") == "hasOwnProperty");
}

TEST_CASE("an event's name is its first argument, decoded") {
  CHECK(name_in(R"(["message",1])") == "message");
  CHECK(name_in(R"([""])") == "");
  CHECK(name_in(R"(["utf8 żółć 😀"])") == "utf8 żółć 😀");
  CHECK(name_in(R"(["\u00e9\ud83d\ude00\n\"\\"])") == "é😀\n\"\\");
  CHECK(name_in(R"(["a\u0000b"])") == std::string("a\0b", 3));
}

TEST_CASE("a number is a name too, as it was written") {
  CHECK(name_in("[1]") == "1");
  CHECK(name_in(R"([-2.5e3,"a"])") == "-2.5e3");
}

TEST_CASE("an event without a name, or with another kind of it, has none") {
  for (std::string_view const data : {"[]", "[null]", "[true]", "[false]", "[{}]", "[[]]",
                                      R"([["a"]])", R"([{"toString":"foo"}])"})
    CHECK_MESSAGE(!name_in(data), data);
}

TEST_CASE("reserved names are refused, however they are spelt, and their likes are not") {
  for (std::string_view const name :
       {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
        "\\u0063onnect", "dis\\u0063onnect"})
    CHECK_MESSAGE(!name_in("[\"" + std::string(name) + "\",1]"), name);
  for (std::string_view const name :
       {"Connect", "connected", " connect", "connect_", "newlistener", "error"})
    CHECK_MESSAGE(name_in("[\"" + std::string(name) + "\",1]") == name, name);
}

TEST_CASE("each type of packet has its payloads") {
  auto const valid = [](PacketType type, std::string_view data) {
    return valid_payload({.type = type, .data = data});
  };
  struct Row {
    std::string_view data;
    std::string_view types;  // the digits of those that may carry it
  };
  for (auto const& [data, types] :
       {Row{"", "01"}, Row{"{}", "04"}, Row{R"({"a":[1]})", "04"}, Row{R"("no")", "4"},
        Row{"[]", "36"}, Row{R"(["a"])", "2356"}, Row{R"(["connect"])", "36"}, Row{"[1]", "2356"},
        Row{"[null]", "36"}, Row{"null", ""}, Row{"false", ""}, Row{"0", ""}, Row{"{", ""},
        Row{"[", ""}, Row{"\"", ""}, Row{R"(["a")", ""}, Row{" ", ""}, Row{"{}{}", ""}})
    for (int type = 0; type <= 6; ++type)
      CHECK_MESSAGE(valid(static_cast<PacketType>(type), data) ==
                        types.contains(static_cast<char>('0' + type)),
                    data << " as " << type);
}

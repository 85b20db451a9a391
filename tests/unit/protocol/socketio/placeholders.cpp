#include <doctest/doctest.h>

#include <string>

#include "protocol/socketio/event.hpp"

using namespace switchboard::socketio;

TEST_CASE("placeholders name attachments, wherever they stand") {
  CHECK(placeholders_fit(R"(["a",{"_placeholder":true,"num":0}])", 1));
  CHECK(
      placeholders_fit(R"(["a",{"num":1,"_placeholder":true},{"_placeholder":true,"num":0}])", 2));
  CHECK(placeholders_fit(R"([{"x":[{"y":{"_placeholder":true,"num":9}}]}])", 10));
  CHECK_FALSE(placeholders_fit(R"([{"x":[{"y":{"_placeholder":true,"num":9}}]}])", 9));
  CHECK_FALSE(
      placeholders_fit(R"([{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])", 1));
}

TEST_CASE("two placeholders may name one attachment, and one may be named by none") {
  CHECK(placeholders_fit(R"([{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}])", 1));
  CHECK(placeholders_fit(R"(["a"])", 3));
}

TEST_CASE("a placeholder's number is a whole number from zero") {
  for (std::string_view const number :
       {"1", "-1", "0.5", "-0.5", "1e3", "\"0\"", "null", "true", "false", "[]", "[0]", "{}",
        "{\"num\":0}", "4294967296", "18446744073709551616", "18446744073709551615",
        "-9223372036854775808", "1e400"})
    CHECK_MESSAGE(
        !placeholders_fit(R"([{"_placeholder":true,"num":)" + std::string(number) + "}]", 1),
        number);
  CHECK(placeholders_fit(R"([{"_placeholder":true,"num":0.0}])", 1));
  CHECK(placeholders_fit(R"([{"_placeholder":true,"num":1e0}])", 2));
}

TEST_CASE("a placeholder without a number is refused") {
  CHECK_FALSE(placeholders_fit(R"([{"_placeholder":true}])", 1));
  CHECK_FALSE(placeholders_fit(R"([{"_placeholder":true,"x":{"num":0}}])", 1));
  CHECK_FALSE(placeholders_fit(R"([{"_placeholder":true,"nums":0}])", 1));
}

TEST_CASE("only the truth makes a placeholder") {
  for (std::string_view const mark : {"false", "1", "\"true\"", "null", "[true]", "{\"a\":true}"})
    CHECK_MESSAGE(placeholders_fit(R"([{"_placeholder":)" + std::string(mark) + R"(,"num":7}])", 1),
                  mark);
  CHECK(placeholders_fit(R"([{"_placeholders":true,"num":7}])", 1));
  CHECK(placeholders_fit(R"([{"_placeholder_and_much_more":true,"num":7}])", 1));
  CHECK(placeholders_fit(R"(["_placeholder",true,"num",7])", 1));
}

TEST_CASE("escapes hide no placeholder, and of two members the last counts") {
  CHECK_FALSE(placeholders_fit(R"([{"\u005fplaceholder":true,"n\u0075m":7}])", 1));
  CHECK_FALSE(placeholders_fit(R"([{"_placeholder":true,"num":0,"num":7}])", 1));
  CHECK(placeholders_fit(R"([{"_placeholder":true,"num":7,"num":0}])", 1));
  CHECK_FALSE(placeholders_fit(R"([{"_placeholder":false,"num":7,"_placeholder":true}])", 1));
  CHECK(placeholders_fit(R"([{"_placeholder":true,"num":7,"_placeholder":false}])", 1));
}

TEST_CASE("what a placeholder holds beside is judged too") {
  CHECK_FALSE(
      placeholders_fit(R"([{"_placeholder":true,"num":0,"x":{"_placeholder":true,"num":1}}])", 1));
  CHECK_FALSE(
      placeholders_fit(R"([{"x":{"_placeholder":true,"num":1},"_placeholder":true,"num":0}])", 1));
}

TEST_CASE("no placeholder fits into what is not JSON") {
  for (std::string_view const data : {"", " ", "[", R"([{"_placeholder":true,"num":0})"})
    CHECK_MESSAGE(!placeholders_fit(data, 1), data);
  CHECK_FALSE(placeholders_fit({}, 1));
  CHECK_FALSE(placeholders_fit(std::string(depth_max + 1, '['), 1));
}

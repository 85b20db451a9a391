#include "protocol/json/document.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace switchboard;
using json::Document;
using json::Kind;

TEST_CASE("a document keeps members in their order, and duplicates too") {
  Document document(R"({"a":1,"b":[true,{"c":null}],"a":"two"})");
  REQUIRE(document.valid());
  std::string names;
  std::string kinds;
  document.root().each_member([&](std::string_view name, json::Value value) {
    names += name;
    kinds += std::to_string(static_cast<int>(value.kind()));
    return true;
  });
  CHECK(names == "aba");
  CHECK(kinds == "254");
  CHECK(json::has_duplicates(document.root()));
}

TEST_CASE("elements are visited in order, whatever they hold") {
  Document document(R"([[1,[2]],{"x":{"y":3}},4])");
  REQUIRE(document.valid());
  CHECK(document.root().size() == 3);
  int objects = 0;
  std::int64_t last = 0;
  CHECK(document.root().each_element([&](json::Value value) {
    objects += value.is_object() ? 1 : 0;
    last = value.integer().value_or(0);
    return true;
  }));
  CHECK(objects == 1);
  CHECK(last == 4);
}

TEST_CASE("a string without escapes is seen in the text itself, one with escapes is unescaped") {
  std::string text = R"(["plain żółć","a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z",""])";
  Document document(text);
  REQUIRE(document.valid());
  std::vector<std::string_view> strings;
  document.root().each_element([&](json::Value value) {
    strings.push_back(value.string().value());
    return true;
  });
  CHECK(strings[0].data() == text.data() + 2);
  CHECK(strings[1] == "a\"\\/\b\f\n\r\té😀z");
  CHECK(strings[2].empty());
}

TEST_CASE("long strings with escapes survive") {
  std::string expected;
  std::string text = "[\"";
  for (int i = 0; i < 20'000; ++i) {
    text += i % 7 == 0 ? "\\n" : "x";
    expected += i % 7 == 0 ? '\n' : 'x';
  }
  text += "\"]";
  Document document(text);
  REQUIRE(document.valid());
  document.root().each_element([&](json::Value value) {
    CHECK(value.string() == expected);
    return true;
  });
}

TEST_CASE("what is not JSON is refused") {
  for (std::string_view text : {"",
                                " ",
                                "{",
                                "{}x",
                                "{} {}",
                                "[1,]",
                                "{\"a\":1,}",
                                "{a:1}",
                                "'a'",
                                "nul",
                                "01",
                                "+1",
                                "1.",
                                ".5",
                                "NaN",
                                "Infinity",
                                "-",
                                "\"\\x\"",
                                "\"\n\"",
                                "\"\\ud800\"",
                                "\"\\udc00\"",
                                "\"\\ud800x\"",
                                "// c\n1",
                                "/**/1",
                                "\xef\xbb\xbf{}"}) {
    INFO(text);
    CHECK_FALSE(Document(text).valid());
  }
}

TEST_CASE("invalid UTF-8 is refused in values and in names") {
  for (std::string_view text : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
                                "\"\xf4\x90\x80\x80\"", "{\"\xff\":1}", "\"\xe2\x82\""}) {
    CHECK_FALSE(Document(text).valid());
  }
}

TEST_CASE("size, depth and count are bounded") {
  json::Limits limits{.bytes_max = 100, .depth_max = 3, .values_max = 10};
  CHECK(Document("[[[1]]]", limits).valid());
  CHECK_FALSE(Document("[[[[1]]]]", limits).valid());
  CHECK(Document("[1,2,3,4,5,6,7,8,9]", limits).valid());
  CHECK_FALSE(Document("[1,2,3,4,5,6,7,8,9,10]", limits).valid());
  CHECK(Document('"' + std::string(98, 'x') + '"', limits).valid());
  CHECK_FALSE(Document('"' + std::string(99, 'x') + '"', limits).valid());
  CHECK_FALSE(Document(std::string(100'000, '[')).valid());
}

TEST_CASE("an integer is a number without a fraction that fits exactly") {
  auto integer = [](std::string_view text) {
    Document document(text);
    REQUIRE(document.valid());
    return document.root().integer();
  };
  CHECK(integer("-7") == -7);
  CHECK(integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  CHECK(integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK(integer("1.0") == 1);
  CHECK(integer("1700000000.0") == 1700000000);
  CHECK(integer("1e3") == 1000);
  CHECK_FALSE(integer("1.5"));
  CHECK_FALSE(integer("9223372036854775808"));
  CHECK_FALSE(integer("1e300"));
  CHECK_FALSE(integer("\"1\""));
  CHECK_FALSE(integer("true"));
}

TEST_CASE("a number is the nearest double, and one beyond all doubles is none") {
  auto number = [](std::string_view text) {
    Document document(text);
    return document.valid() ? document.root().number() : std::nullopt;
  };
  CHECK(number("0.1") == 0.1);
  CHECK(number("-2.2250738585072014e-308") == -2.2250738585072014e-308);
  CHECK(number("18446744073709551615") == 18446744073709551615.0);
  CHECK_FALSE(number("1e999"));
}

TEST_CASE("half a surrogate pair is read as U+FFFD only where that is asked for") {
  json::Limits const limits{.lone_surrogates = true};
  CHECK_FALSE(Document(R"(["\ud83d"])").valid());
  std::string_view text = R"({"\ude00":"a\ud83d","plain":["b"]})";
  Document document(text, limits);
  REQUIRE(document.valid());
  CHECK(document.root().find("\xef\xbf\xbd")->string() == "a\xef\xbf\xbd");
  CHECK(document.root().find("plain")->size() == 1);
  CHECK_FALSE(Document(R"(["\ud83d",)", limits).valid());
}

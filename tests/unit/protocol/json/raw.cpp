#include "protocol/json/raw.hpp"

#include <doctest/doctest.h>

#include <random>

#include "protocol/json/document.hpp"

using namespace switchboard;
using json::raw_member;
using json::raw_members;

TEST_CASE("a member is the text that it was written in") {
  std::string_view text = R"( { "id" : 9223372036854775807 , "pi":3.10, "s":"a\"},b" ,)"
                          R"("list": [1, {"x":"]"} ] ,"o":{"a":{"b":[]}},"t":true,"n":null } )";
  CHECK(raw_member(text, "id") == "9223372036854775807");
  CHECK(raw_member(text, "pi") == "3.10");
  CHECK(raw_member(text, "s") == R"("a\"},b")");
  CHECK(raw_member(text, "list") == R"([1, {"x":"]"} ])");
  CHECK(raw_member(text, "o") == R"({"a":{"b":[]}})");
  CHECK(raw_member(text, "t") == "true");
  CHECK(raw_member(text, "n") == "null");
  CHECK(raw_member(text, "a") == std::nullopt);
  CHECK(raw_members(text).size() == 7);
}

TEST_CASE("a name is found through its escapes, and the last of two counts") {
  CHECK(raw_member(R"({"d\u0061ta":1})", "data") == "1");
  CHECK(raw_member(R"({"\\":1})", "\\") == "1");
  CHECK(raw_member(R"({"data":1,"data":2})", "data") == "2");
}

TEST_CASE("what is no object has no members") {
  for (auto const* text : {"{}", " { } ", "[]", "1", "\"{\"", ""}) CHECK(raw_members(text).empty());
}

TEST_CASE("every valid object's members are values that a document reads alike") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto pick = [&](std::size_t count) { return random() % count; };
  auto value = [&](auto const& self, int depth) -> std::string {
    constexpr std::string_view leaves[] = {"1",    "-0.5e3",    "\"a\\\"b\"", "\"\\\\\"",
                                           "null", "\"{[,:]\"", "true",       "[]"};
    if (depth > 3 || pick(2) == 0) return std::string(leaves[pick(8)]);
    auto array = pick(2) == 0;
    std::string text = array ? "[" : "{";
    for (auto count = pick(4); count > 0; --count) {
      if (text.size() > 1) text += " ,";
      if (!array) text += "\"k\\n" + std::to_string(count) + "\" :";
      text += self(self, depth + 1);
    }
    return text + (array ? " ]" : "\n}");
  };
  for (int round = 0; round < 500; ++round) {
    std::string text = "{\"a\":" + value(value, 0) + " , \"b\" : " + value(value, 0) + "}";
    json::Document whole(text);
    REQUIRE(whole.valid());
    for (auto const& member : raw_members(text)) {
      CAPTURE(text);
      json::Document part(member.value);
      REQUIRE(part.valid());
      auto same = whole.root().find(member.name);
      REQUIRE(same.has_value());
      CHECK(part.root().kind() == same->kind());
      CHECK(part.root().size() == same->size());
    }
    CHECK(raw_members(text).size() == 2);
  }
}

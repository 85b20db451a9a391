#include "protocol/json/schema.hpp"

#include <boost/describe/class.hpp>
#include <doctest/doctest.h>

using namespace switchboard;

namespace {

enum class Colour : std::uint8_t { red, green };

struct Leaf {
  Strong<struct LeafTag, Uuid> id;
  Colour colour = Colour::red;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (id, colour))

struct Tree {
  std::string name;
  std::int64_t height = 0;
  std::int32_t rings = 0;
  std::optional<bool> alive;
  std::optional<std::optional<std::string>> nickname;
  json::Omittable<double> girth;
  std::vector<Leaf> leaves;
  Timestamp planted_at;
  json::Anything notes;
};
BOOST_DESCRIBE_STRUCT(Tree, (),
                      (name, height, rings, alive, nickname, girth, leaves, planted_at, notes))

struct Grove {
  Tree oldest;
  std::vector<Tree> trees;
};
BOOST_DESCRIBE_STRUCT(Grove, (), (oldest, trees))

template <class T>
std::string schema(json::Use use, json::NamedSchemas named = {}) {
  std::string out;
  json::append_schema<T>(out, use, named);
  return out;
}

}  // namespace

template <>
constexpr std::string_view json::fixed_schema<Colour> =
    R"({"type":"string","enum":["red","green"]})";
template <>
constexpr std::string_view json::schema_name<Tree> = "Tree";

TEST_CASE("a schema has a member for each of a struct's") {
  CHECK(schema<Leaf>(json::Use::written) ==
        R"({"type":"object","properties":{"id":{"type":"string","format":"uuid"},)"
        R"("colour":{"type":"string","enum":["red","green"]}},"required":["id","colour"]})");
}

TEST_CASE("what is read needs less than what is written holds") {
  json::NamedSchemas read;
  json::NamedSchemas written;
  std::string out;
  json::append_schema<Tree>(out, json::Use::read, read);
  json::append_schema<Tree>(out, json::Use::written, written);
  CHECK(read["Tree"].ends_with(
      R"("required":["name","height","rings","leaves","planted_at","notes"]})"));
  CHECK(written["Tree"].ends_with(R"("required":["name","height","rings","alive","nickname",)"
                                  R"("leaves","planted_at","notes"]})"));
  CHECK(written["Tree"].contains(R"("height":{"type":"integer","format":"int64"})"));
  CHECK(written["Tree"].contains(R"("rings":{"type":"integer"})"));
  CHECK(written["Tree"].contains(R"("alive":{"anyOf":[{"type":"boolean"},{"type":"null"}]})"));
  CHECK(written["Tree"].contains(R"("nickname":{"anyOf":[{"type":"string"},{"type":"null"}]})"));
  CHECK(written["Tree"].contains(R"("girth":{"type":"number"})"));
  CHECK(written["Tree"].contains(R"("planted_at":{"type":"string","format":"date-time"})"));
  CHECK(written["Tree"].contains(R"("notes":{}})"));
}

TEST_CASE("a named struct is written once and referred to") {
  json::NamedSchemas named;
  std::string out;
  json::append_schema<Grove>(out, json::Use::written, named);
  CHECK(out == R"({"type":"object","properties":{"oldest":{"$ref":"#/components/schemas/Tree"},)"
               R"("trees":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}}},)"
               R"("required":["oldest","trees"]})");
  CHECK(named.size() == 1);
}

#include "protocol/json/append.hpp"

#include <boost/describe/class.hpp>
#include <doctest/doctest.h>

#include <limits>

#include "protocol/json/read.hpp"

using namespace switchboard;

namespace {

struct Point {
  std::int64_t x;
  double y;
  friend bool operator==(Point const&, Point const&) = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

struct Everything {
  json::Omittable<std::string> first;
  std::string text;
  bool flag;
  std::optional<std::string> maybe;
  std::vector<Point> points;
  Strong<struct LocalTag, Uuid> id;
  json::Omittable<Point> last;
  friend bool operator==(Everything const&, Everything const&) = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (), (first, text, flag, maybe, points, id, last))

struct Nothing {
  json::Omittable<std::string> only;
};
BOOST_DESCRIBE_STRUCT(Nothing, (), (only))

}  // namespace

TEST_CASE("a struct is written in the order of its members") {
  Everything value{{}, "a\"ż", true, std::nullopt, {{1, 0.5}, {-2, 1e99}}, {}, {}};
  CHECK(json::to_text(value) ==
        R"({"text":"a\"ż","flag":true,"maybe":null,"points":[{"x":1,"y":0.5},{"x":-2,"y":1e+99}],)"
        R"("id":"00000000-0000-0000-0000-000000000000"})");
}

TEST_CASE("what may be left out is written when it is there") {
  Everything value{"f", "", false, "m", {}, {}, Point{3, 4}};
  CHECK(json::to_text(value) ==
        R"({"first":"f","text":"","flag":false,"maybe":"m","points":[],)"
        R"("id":"00000000-0000-0000-0000-000000000000","last":{"x":3,"y":4}})");
  CHECK(json::to_text(Nothing{}) == "{}");
}

TEST_CASE("what is written reads back the same") {
  Everything value{"f",
                   std::string("\0\x7f\\/😀", 8),
                   true,
                   "",
                   {{std::numeric_limits<std::int64_t>::min(), 0.1}},
                   {},
                   Point{std::numeric_limits<std::int64_t>::max(), -1e-300}};
  auto read = json::read<Everything>(json::to_text(value));
  REQUIRE(read);
  CHECK(*read == value);
}

TEST_CASE("bare values are written") {
  CHECK(json::to_text(7) == "7");
  CHECK(json::to_text(std::uint8_t{200}) == "200");
  CHECK(json::to_text(true) == "true");
  CHECK(json::to_text("letters") == "\"letters\"");
  CHECK(json::to_text(std::numeric_limits<double>::infinity()) == "null");
  CHECK(json::to_text(Timestamp(std::chrono::microseconds(1))) ==
        "\"1970-01-01T00:00:00.000001Z\"");
  CHECK(json::to_text(std::vector<std::vector<bool>>{}) == "[]");
}

#include "protocol/json/read.hpp"

#include <boost/describe/class.hpp>
#include <doctest/doctest.h>

using namespace switchboard;

namespace {

struct Address {
  std::string street;
  std::int16_t number;
};
BOOST_DESCRIBE_STRUCT(Address, (), (street, number))

struct SignUp {
  std::string email;
  std::optional<std::string> phone_number;
  std::optional<std::optional<std::string>> nickname;
  std::optional<bool> active;
  std::vector<Address> addresses;
};
BOOST_DESCRIBE_STRUCT(SignUp, (), (email, phone_number, nickname, active, addresses))

struct Numbers {
  std::int64_t whole;
  double real;
  Uuid id;
  Strong<struct LocalTag, std::int64_t> strong;
  json::Omittable<std::string> left_out;
};
BOOST_DESCRIBE_STRUCT(Numbers, (), (whole, real, id, strong, left_out))

std::string complaint_about(std::string_view text) {
  auto read = json::read<SignUp>(text);
  if (read) return "none";
  CHECK(read.error().code == Errc::invalid_argument);
  return read.error().message;
}

}  // namespace

TEST_CASE("a struct is read with everything in it") {
  auto read = json::read<SignUp>(
      R"( {"email":"a@b.c","phone_number":"+48","nickname":"n","active":false,
           "addresses":[{"street":"Długa","number":3},{"street":"","number":-4}],"more":{}} )");
  REQUIRE(read);
  CHECK(read->email == "a@b.c");
  CHECK(read->phone_number == "+48");
  CHECK(read->nickname.value() == "n");
  CHECK(read->active == false);
  REQUIRE(read->addresses.size() == 2);
  CHECK(read->addresses[0].street == "Długa");
  CHECK(read->addresses[1].number == -4);
}

TEST_CASE("absent and null are the same for an optional, and told apart by an optional of one") {
  auto absent = json::read<SignUp>(R"({"email":"e","addresses":[]})");
  REQUIRE(absent);
  CHECK_FALSE(absent->phone_number.has_value());
  CHECK_FALSE(absent->nickname.has_value());

  auto null = json::read<SignUp>(
      R"({"email":"e","addresses":[],"phone_number":null,"nickname":null,"active":null})");
  REQUIRE(null);
  CHECK_FALSE(null->phone_number.has_value());
  REQUIRE(null->nickname.has_value());
  CHECK_FALSE(null->nickname->has_value());
  CHECK_FALSE(null->active.has_value());
}

TEST_CASE("numbers, ids and what may be left out are read") {
  auto read = json::read<Numbers>(
      R"({"whole":3.0,"real":2,"id":"0191E2A4-0000-7000-8000-000000000001","strong":5})");
  REQUIRE(read);
  CHECK(read->whole == 3);
  CHECK(read->real == 2.0);
  CHECK(read->id.to_string() == "0191e2a4-0000-7000-8000-000000000001");
  CHECK(read->strong.value() == 5);
  CHECK_FALSE(read->left_out.has_value());
}

TEST_CASE("the complaint names the field and what is wrong with it") {
  CHECK(complaint_about(R"({"addresses":[]})") == "Field 'email' is required");
  CHECK(complaint_about(R"({"email":null,"addresses":[]})") == "Field 'email' must be a string");
  CHECK(complaint_about(R"({"email":"e","phone_number":7,"addresses":[]})") ==
        "Field 'phone_number' must be a string");
  CHECK(complaint_about(R"({"email":"e","active":1,"addresses":[]})") ==
        "Field 'active' must be true or false");
  CHECK(complaint_about(R"({"email":"e","nickname":[],"addresses":[]})") ==
        "Field 'nickname' must be a string");
  CHECK(complaint_about(R"({"email":"e","addresses":{}})") == "Field 'addresses' must be an array");
  CHECK(
      complaint_about(R"({"email":"e","addresses":[{"street":"s","number":1},{"street":"s"}]})") ==
      "Field 'addresses[1].number' is required");
  CHECK(complaint_about(R"({"email":"e","addresses":[7]})") ==
        "Field 'addresses[0]' must be a JSON object");
  CHECK(complaint_about(R"({"email":"e","addresses":[{"street":"s","number":40000}]})") ==
        "Field 'addresses[0].number' is out of range");
  CHECK(complaint_about(R"({"email":"e","addresses":[{"street":"s","number":1.5}]})") ==
        "Field 'addresses[0].number' must be an integer");
}

TEST_CASE("a known member that comes twice is refused, an unknown one is not") {
  CHECK(complaint_about(R"({"email":"e","addresses":[],"email":"f"})") ==
        "Field 'email' is there twice");
  CHECK(complaint_about(R"({"email":"e","addresses":[],"em\u0061il":"f"})") ==
        "Field 'email' is there twice");
  CHECK(complaint_about(R"({"email":"e","addresses":[],"x":1,"x":2})") == "none");
}

TEST_CASE("a body that is no JSON object says so") {
  CHECK(complaint_about("[]") == "Request body must be a JSON object");
  CHECK(complaint_about("null") == "Request body must be a JSON object");
  CHECK(complaint_about("") == "Request body is not valid JSON");
  CHECK(complaint_about("{\"email\":") == "Request body is not valid JSON");
  CHECK(complaint_about("{\"email\":\"\xff\",\"addresses\":[]}") ==
        "Request body is not valid JSON");
}

TEST_CASE("a body over the limit is too large") {
  auto read = json::read<SignUp>(R"({"email":"e","addresses":[]})", {.bytes_max = 10});
  REQUIRE(!read);
  CHECK(read.error().code == Errc::too_large);
}

TEST_CASE("a body may be an array or a bare value") {
  CHECK(json::read<std::vector<std::string>>(R"(["a","b"])")->size() == 2);
  CHECK(*json::read<std::int64_t>("7") == 7);
  CHECK(json::read<std::vector<std::string>>(R"(["a",1])").error().message ==
        "Field '[1]' must be a string");
}

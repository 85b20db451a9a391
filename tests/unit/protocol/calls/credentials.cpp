#include "protocol/calls/credentials.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace switchboard;
using calls::Credentials;

TEST_CASE("CALL-1 names count in any case, as the document and the Go client write them") {
  Credentials wanted{.username = "spongebob", .password = "mysecret99"};
  CHECK(calls::decode_credentials(R"({"Username":"spongebob","Password":"mysecret99"})") == wanted);
  CHECK(calls::decode_credentials(R"({"username":"spongebob","password":"mysecret99"})") == wanted);
  CHECK(calls::decode_credentials(R"({"USERNAME":"spongebob","pASSWORD":"mysecret99","x":[]})") ==
        wanted);
  wanted = {.username = "spongebob", .password = {}, .old_password = "a", .new_password = "b"};
  CHECK(calls::decode_credentials(
            R"({"username":"spongebob","Old_Password":"a","new_password":"b"})") == wanted);
}

TEST_CASE("what is absent or null is empty") {
  CHECK(calls::decode_credentials("{}") == Credentials());
  CHECK(calls::decode_credentials(R"({"username":null})") == Credentials());
}

TEST_CASE("CALL-2 no JSON, no object, another type or a name twice is nothing") {
  for (auto const* body : {"", "{", "[]", "null", R"({"username":1})", R"({"password":["x"]})",
                           R"({"username":"a","Username":"b"})"})
    CHECK_FALSE(calls::decode_credentials(body));
  CHECK_FALSE(calls::decode_credentials(R"({"username":")" + std::string(20'000, 'x') + "\"}"));
}

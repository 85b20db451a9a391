#include "app/settings_env_file.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace switchboard::app;

namespace {

// The value of the only line; what is wrong when there is none.
std::string value_of(std::string const& text) {
  auto file = parse_env_file(".env", text);
  if (!file.errors.empty()) return file.errors.front();
  REQUIRE(file.lines.size() == 1);
  return file.lines.front().value;
}

}  // namespace

TEST_CASE("a bare value ends at a comment and has no blanks around it") {
  CHECK(value_of("PORT=80") == "80");
  CHECK(value_of("  export PORT =  80  \r\n") == "80");
  CHECK(value_of("PORT=80 # the main one") == "80");
  CHECK(value_of("PORT=80#81") == "80#81");
  CHECK(value_of("PORT=# nothing") == "");
  CHECK(value_of("PORT=") == "");
  CHECK(value_of("PORT=a=b") == "a=b");
}

TEST_CASE("single quotes keep everything as it is") {
  CHECK(value_of(R"(A='a "b" \n #c $d ')") == R"(a "b" \n #c $d )");
  CHECK(value_of("A='a' # comment") == "a");
  CHECK(value_of("A=''") == "");
}

TEST_CASE("double quotes know escapes and expand nothing") {
  CHECK(value_of(R"(A="a\tb\"c\"\\ \$HOME $HOME ${X} #d")") == "a\tb\"c\"\\ $HOME $HOME ${X} #d");
  CHECK(value_of(R"(A="one\ntwo")") == "one\ntwo");
}

TEST_CASE("a line that cannot be read is named by file and line, and never shown") {
  CHECK(value_of("# fine\n\nJWT_SECRET='hunter2hunter2") ==
        ".env:3: a quote is not closed on its line");
  CHECK(value_of("A=\"b\" c") == ".env:1: something stands after the closing quote");
  CHECK(value_of("A='b'#c") == ".env:1: something stands after the closing quote");
  CHECK(value_of("hunter2") == ".env:1: NAME=VALUE is expected");
  CHECK(value_of("1A=b") == ".env:1: NAME=VALUE is expected");
  CHECK(value_of("=b") == ".env:1: NAME=VALUE is expected");
  CHECK(value_of(R"(A="\q")").starts_with(".env:1: a backslash"));
  CHECK(value_of("A=\"\\").starts_with(".env:1: a backslash"));
}

TEST_CASE("comments, blank lines and a byte order mark are no settings") {
  auto file = parse_env_file(".env", "\xef\xbb\xbf# all\n\n   \n\t# more\nA=1\nB=2");
  REQUIRE(file.lines.size() == 2);
  CHECK(file.lines[0].name == "A");
  CHECK(file.lines[1].place == ".env:6");
  CHECK(file.errors.empty());
}

TEST_CASE("all broken lines are told, and the others still count") {
  auto file = parse_env_file("x", "oops\nA=1\n'\n");
  CHECK(file.errors.size() == 2);
  CHECK(file.lines.size() == 1);
}

TEST_CASE("a file that is not there matters only when it was asked for") {
  CHECK(read_env_file("no-such-directory/.env", false).errors.empty());
  auto asked = read_env_file("no-such-directory/.env", true);
  REQUIRE(asked.errors.size() == 1);
  CHECK(asked.errors[0] == "no-such-directory/.env: No such file or directory");
  CHECK(read_env_file("/", false).errors.size() == 1);
}

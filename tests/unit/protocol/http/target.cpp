#include "protocol/http/target.hpp"

#include <doctest/doctest.h>

using namespace switchboard::http;
using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

TEST_CASE("escapes are decoded, plus signs only in queries") {
  CHECK(percent_decode("a%20b+c%2B%2f") == "a b+c+/");
  CHECK(percent_decode("a%20b+c%2B", true) == "a b c+");
  CHECK(percent_decode("%D0%BF%d0%be") == "по");
  CHECK(percent_decode("") == "");
}

TEST_CASE("broken escapes, NUL and what is not UTF-8 are refused") {
  for (std::string const text :
       {"%", "%2", "%zz", "%2g", "a%", "%00", "%ff", "%c0%af", "%ed%a0%80", "%e2%82"})
    CHECK_MESSAGE(!percent_decode(text), text);
  CHECK_FALSE(percent_decode({"\0", 1}));
}

TEST_CASE("a query gives the first value of a name") {
  CHECK(query_value("a=1&b=2&a=3", "a") == "1");
  CHECK(query_value("a=1&b=2&a=3", "b") == "2");
  CHECK(query_value("a=x%26y+z&b", "a") == "x&y z");
  CHECK(query_value("a=1&b", "b") == "");
  CHECK(query_value("a=1&b=", "b") == "");
  CHECK(query_value("a=b=c", "a") == "b=c");
  CHECK(query_value("my+na%6de=1", "my name") == "1");
  CHECK(query_value("&&a=1", "a") == "1");
  CHECK_FALSE(query_value("a=1", "A"));
  CHECK_FALSE(query_value("aa=1", "a"));
  CHECK_FALSE(query_value("", "a"));
  CHECK_FALSE(query_value("a=%zz&a=1", "a"));
  CHECK(query_value("%zz=1&a=2", "a") == "2");
}

TEST_CASE("cookies come in order and as they are") {
  CHECK(cookies("SID=31d4d96e407aad42; lang=en-US") ==
        Pairs{{"SID", "31d4d96e407aad42"}, {"lang", "en-US"}});
  CHECK(cookies("a=b;c=d ;  e=\"f=g\" ; a=") ==
        Pairs{{"a", "b"}, {"c", "d"}, {"e", "\"f=g\""}, {"a", ""}});
  CHECK(cookies("; ;flag; =x; a=b;") == Pairs{{"a", "b"}});
  CHECK(cookies("").empty());
}

TEST_CASE("a token is found in a list whole and without regard to case") {
  CHECK(list_has_token("keep-alive, Upgrade", "upgrade"));
  CHECK(list_has_token("upgrade", "Upgrade"));
  CHECK(list_has_token(" , a\t,b ", "b"));
  CHECK_FALSE(list_has_token("upgraded, up grade", "upgrade"));
  CHECK_FALSE(list_has_token("", "upgrade"));
}

#include "protocol/http/head_parser.hpp"

#include <doctest/doctest.h>

#include "unit/protocol/http/head_of.hpp"

using namespace switchboard::http;

TEST_CASE("a plain GET comes out in its parts") {
  OwnedHead head;
  REQUIRE(read_head("GET /a%20b/c?x=1&y=?2 HTTP/1.1\r\nHost: example.org:8080\r\n"
                    "X-Empty:\r\nX-Padded: \t a b \t\r\n\r\n",
                    head) == 0);
  CHECK(head.method == Method::get);
  CHECK(head.method_name == "GET");
  CHECK(head.path == "/a%20b/c");
  CHECK(head.query == "x=1&y=?2");
  CHECK(head.keep_alive);
  CHECK_FALSE(head.http_1_0);
  CHECK_FALSE(head.chunked);
  CHECK_FALSE(head.upgrades);
  CHECK_FALSE(head.expects_continue);
  CHECK_FALSE(head.content_length);
  CHECK(head.headers().size() == 3);
  CHECK(head.header("x-empty") == "");
  CHECK(head.header("X-PADDED") == "a b");
  CHECK_FALSE(head.header("X-Absent"));
}

TEST_CASE("every method parses, also those that the gateway refuses") {
  OwnedHead head;
  for (auto [name, method] :
       {std::pair{"HEAD", Method::head}, std::pair{"POST", Method::post},
        std::pair{"PUT", Method::put}, std::pair{"PATCH", Method::patch},
        std::pair{"DELETE", Method::del}, std::pair{"OPTIONS", Method::options},
        std::pair{"TRACE", Method::trace}, std::pair{"PROPFIND", Method::other},
        std::pair{"get", Method::other}, std::pair{"M-SEARCH", Method::other}}) {
    REQUIRE(read_head(std::string(name) + " / HTTP/1.1\r\nHost: a\r\n\r\n", head) == 0);
    CHECK(head.method == method);
    CHECK(head.method_name == name);
  }
}

TEST_CASE("a target may have each of its four forms, where that form belongs") {
  OwnedHead head;
  auto const read = [&](std::string const& line) {
    return read_head(line + " HTTP/1.1\r\nHost: a\r\n\r\n", head);
  };
  REQUIRE(read("GET http://example.org:80/x?y") == 0);
  CHECK(head.path == "/x");
  CHECK(head.query == "y");
  CHECK(head.header("host") == "example.org:80");  // RFC 9112 section 3.2.2
  REQUIRE(read("GET HTTPS://example.org?y") == 0);
  CHECK(head.path == "/");
  CHECK(head.query == "y");
  REQUIRE(read("GET http://[::1]:8080") == 0);
  CHECK(head.path == "/");
  REQUIRE(read("OPTIONS http://example.org") == 0);
  CHECK(head.path == "*");
  REQUIRE(read("OPTIONS *") == 0);
  CHECK(head.path == "*");
  REQUIRE(read("CONNECT example.org:443") == 0);
  CHECK(head.path == "example.org:443");

  for (std::string const line :
       {"GET *", "GET a", "GET example.org:80", "GET ftp://a/", "GET http:///x", "GET http://a@b/",
        "GET http://a:x/", "CONNECT /", "CONNECT a", "CONNECT http://a/", "OPTIONS *x"})
    CHECK_MESSAGE(read(line) == 400, line);
}

TEST_CASE("HTTP/1.0 keeps the connection only if asked to") {
  OwnedHead head;
  REQUIRE(read_head("GET / HTTP/1.0\r\n\r\n", head) == 0);
  CHECK(head.http_1_0);
  CHECK_FALSE(head.keep_alive);
  REQUIRE(read_head("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", head) == 0);
  CHECK(head.keep_alive);
  REQUIRE(read_head("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", head) == 0);
  CHECK_FALSE(head.keep_alive);
}

TEST_CASE("HTTP/1.0 neither upgrades nor expects") {
  OwnedHead head;
  REQUIRE(read_head("GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                    "Expect: 100-continue\r\n\r\n",
                    head) == 0);
  CHECK_FALSE(head.upgrades);
  CHECK_FALSE(head.expects_continue);
}

TEST_CASE("HTTP/1.1 keeps the connection unless told not to") {
  OwnedHead head;
  REQUIRE(read_head("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo , CLOSE\r\n\r\n", head) == 0);
  CHECK_FALSE(head.keep_alive);
  REQUIRE(read_head("GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", head) == 0);
  CHECK(head.keep_alive);
}

TEST_CASE("an upgrade needs both of its headers") {
  OwnedHead head;
  auto const upgrades = [&](std::string const& lines) {
    REQUIRE(read_head("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n", head) == 0);
    return head.upgrades;
  };
  CHECK(upgrades("Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"));
  CHECK(upgrades("Connection: keep-alive\r\nConnection: upgrade\r\nUpgrade: h2c\r\n"));
  CHECK_FALSE(upgrades("Connection: upgrade\r\n"));
  CHECK_FALSE(upgrades("Upgrade: websocket\r\n"));
  CHECK_FALSE(upgrades("Connection: upgrade\r\nUpgrade:\r\n"));
}

TEST_CASE("what a body will be is known from the head") {
  OwnedHead head;
  auto const read = [&](std::string const& lines) {
    return read_head("POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n", head);
  };
  REQUIRE(read("Content-Length: 5\r\nExpect: 100-Continue\r\n") == 0);
  CHECK(head.content_length == 5);
  CHECK(head.expects_continue);
  REQUIRE(read("content-length: 5\r\nCONTENT-LENGTH: 5\r\n") == 0);
  CHECK(head.content_length == 5);
  REQUIRE(read("Content-Length: 999999999999999999\r\n") == 0);
  CHECK(head.content_length == 999'999'999'999'999'999);
  REQUIRE(read("Transfer-Encoding: Chunked\r\n") == 0);
  CHECK(head.chunked);
  CHECK_FALSE(head.content_length);
}

TEST_CASE("pipelined requests are told apart, and each begins afresh") {
  std::string const first = "\r\n\r\nGET /one HTTP/1.1\r\nHost: a\r\n\r\n";
  std::string const second = "POST /two HTTP/1.1\r\nHost: b\r\nContent-Length: 0\r\n\r\n";
  RequestHead head;
  HeadParser parser;
  auto const both = first + second;
  REQUIRE(parser.parse(both, head) == HeadParser::Outcome::complete);
  CHECK(parser.head_bytes() == first.size());
  CHECK(head.path == "/one");
  CHECK(head.header_count == 1);
  REQUIRE(parser.parse(second, head) == HeadParser::Outcome::complete);
  CHECK(parser.head_bytes() == second.size());
  CHECK(head.path == "/two");
  CHECK(head.content_length == 0);
  REQUIRE(parser.parse(first, head) == HeadParser::Outcome::complete);
  CHECK_FALSE(head.content_length);
}

TEST_CASE("a head may come in two pieces, cut anywhere") {
  std::string const bytes = "GET /x HTTP/1.1\r\nHost: a\r\nX-Long: 0123456789\r\n\r\n";
  RequestHead head;
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    HeadParser parser;
    REQUIRE(parser.parse(bytes.substr(0, cut), head) == HeadParser::Outcome::incomplete);
    REQUIRE(parser.parse(bytes, head) == HeadParser::Outcome::complete);
    CHECK(head.header("x-long") == "0123456789");
  }
}

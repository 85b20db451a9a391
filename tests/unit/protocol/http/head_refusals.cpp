#include <doctest/doctest.h>

#include "unit/protocol/http/head_of.hpp"

using namespace switchboard::http;

TEST_CASE("a broken request line is refused") {
  for (std::string const line :
       {"GET /", "GET / ", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1",
        "GET /a b HTTP/1.1", "GET / http/1.1", "GET / HTTP/1.1x", "GET / HTTP/11", "GET / HTTP/1,1",
        "GET\t/ HTTP/1.1", "G(T / HTTP/1.1", "GET /#top HTTP/1.1", "GET /\x7f HTTP/1.1",
        "GET /\xc3\xa9 HTTP/1.1", "GET /\x01 HTTP/1.1", "GET /\r HTTP/1.1", "GET",
        "HTTP/1.1 200 OK"})
    CHECK_MESSAGE(status_of(line + "\r\nHost: a\r\n\r\n") == 400, line);
  CHECK(status_of(std::string("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 28)) == 400);
}

TEST_CASE("another version of HTTP is refused by name") {
  for (auto const* version : {"HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/9.9"})
    CHECK(status_of("GET / " + std::string(version) + "\r\nHost: a\r\n\r\n") == 505);
}

TEST_CASE("lines end with CRLF and with nothing else") {
  CHECK(status_of("GET / HTTP/1.1\nHost: a\n\n") == 400);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: a\n\r\n") == 400);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: a\r\n\n") == 400);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n") == 400);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n") == 400);
  CHECK(status_of("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
}

TEST_CASE("a broken field is refused") {
  for (std::string const line :
       {"X : a", "X\t: a", " X: folded", "\tX: folded", ": a", "X", "X a", "X\x80: a", "X(: a",
        "X: a\x01", "X: a\x7f", "X: 0123456\x1f", "X: a\vb", "X-Y@: a", "\"X\": a"})
    CHECK_MESSAGE(status_with(line) == 400, line);
  CHECK(status_with({"X: a\0b", 6}) == 400);
  CHECK(status_with("X: \xe9t\xe9 \t!") == 0);  // obs-text and inner white space are legal
  CHECK(status_with("!#$%&'*+-.^_`|~09azAZ-Long-Name-With-Letters: a") == 0);
}

TEST_CASE("Host is there once and well-formed") {
  auto const with = [](std::string const& host) {
    return status_of("GET / HTTP/1.1\r\n" + host + "\r\n");
  };
  CHECK(with("") == 400);
  CHECK(with("Host: a\r\nhost: a\r\n") == 400);
  for (std::string const host :
       {"a", "example.org", "a:80", "a:", "127.0.0.1:65535", "[::1]", "[::ffff:127.0.0.1]:80",
        "a_b", "xn--bcher-kva.example", "a%20b", "a~!$&'()*+,;=b"})
    CHECK_MESSAGE(with("Host: " + host + "\r\n") == 0, host);
  for (std::string const host :
       {"",         ":80",  "a b",     "a/b",      "a?b",  "u@a", "a:b",    "a:65536",
        "a:123456", "a:-1", "a:80:80", "[::1",     "::1",  "[]",  "[::1]x", "[g::]",
        "[1]",      "a%2",  "a%zz",    "\xc3\xa9", "a\\b", "<a>"})
    CHECK_MESSAGE(with("Host: " + host + "\r\n") == 400, host);
}

TEST_CASE("HTTP/1.0 may leave Host out, but may not have it broken or twice") {
  CHECK(status_of("GET / HTTP/1.0\r\n\r\n") == 0);
  CHECK(status_of("GET / HTTP/1.0\r\nHost: a b\r\n\r\n") == 400);
  CHECK(status_of("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n") == 400);
}

TEST_CASE("a length that two servers could read differently is refused") {
  for (std::string const lines :
       {"Content-Length:", "Content-Length: -1", "Content-Length: +1", "Content-Length: 1 1",
        "Content-Length: 0x10", "Content-Length: 5, 5", "Content-Length: 1234567890123456789",
        "Content-Length: 99999999999999999999999", "Content-Length: five",
        "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5\r\nContent-Length: x",
        "Content-Length: x\r\nContent-Length: 5"})
    CHECK_MESSAGE(status_with(lines) == 400, lines);
}

TEST_CASE("the only transfer coding is one chunked") {
  CHECK(status_with("Transfer-Encoding: chunked") == 0);
  for (std::string const lines :
       {"Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity", "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"})
    CHECK_MESSAGE(status_with(lines) == 501, lines);
  for (std::string const lines :
       {"Transfer-Encoding:", "Transfer-Encoding: ,chunked", "Transfer-Encoding: chunked,",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding:\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nTransfer-Encoding: gzip", "Transfer-Encoding : chunked",
        "Transfer-Encoding\x0b: chunked",
        "Transfer-Encoding: \x0b"
        "chunked"})
    CHECK_MESSAGE(status_with(lines) == 400, lines);
  CHECK(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
}

TEST_CASE("Connection is a list of tokens") {
  for (std::string const value : {"", ",", "close", " a , b,", "keep-alive,, close"})
    CHECK_MESSAGE(status_with("Connection: " + value) == 0, value);
  for (std::string const value : {"keep alive", "close, a b", "close;q=1", "\"close\"", "\xe9"})
    CHECK_MESSAGE(status_with("Connection: " + value) == 400, value);
}

TEST_CASE("four empty lines may stand before a request, and not five") {
  std::string const request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  CHECK(status_of("\r\n\r\n\r\n\r\n" + request) == 0);
  CHECK(status_of("\r\n\r\n\r\n\r\n\r\n" + request) == 400);
}

TEST_CASE("what cannot begin a request is refused at its first byte") {
  CHECK(status_of("\x16\x03\x01") == 400);  // TLS
  CHECK(status_of(" ") == 400);
  CHECK(status_of("{") == 400);
  CHECK(status_of("") == -1);
}

TEST_CASE("a head of the most bytes passes, and one byte more does not") {
  std::string const head = "GET / HTTP/1.1\r\nHost: a\r\nX: 0123456789\r\n\r\n";
  CHECK(status_of(head, {.bytes_max = head.size()}) == 0);
  CHECK(status_of(head + "next", {.bytes_max = head.size()}) == 0);
  CHECK(status_of(head, {.bytes_max = head.size() - 1}) == 431);
  CHECK(status_of(head.substr(0, 30), {.bytes_max = 30}) == -1);
  CHECK(status_of(head.substr(0, 31), {.bytes_max = 30}) == 431);
}

TEST_CASE("a request line that is too long alone is told so") {
  std::string const line = "GET /0123456789 HTTP/1.1\r\n";
  CHECK(status_of(line + "Host: a\r\n\r\n", {.bytes_max = line.size()}) == 431);
  CHECK(status_of(line + "Host: a\r\n\r\n", {.bytes_max = line.size() - 1}) == 414);
  CHECK(status_of("GET /" + std::string(20'000, 'a')) == 414);
}

TEST_CASE("the most headers pass, and one more does not") {
  auto const with = [](std::size_t count, HeadLimits limits) {
    std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (std::size_t i = 1; i < count; ++i) head += "X: " + std::to_string(i) + "\r\n";
    return status_of(head + "\r\n", limits);
  };
  CHECK(with(headers_max, {}) == 0);
  CHECK(with(headers_max + 1, {}) == 431);
  CHECK(with(5, {.count_max = 5}) == 0);
  CHECK(with(6, {.count_max = 5}) == 431);
  CHECK(with(headers_max + 1, {.count_max = 1000}) == 431);
}

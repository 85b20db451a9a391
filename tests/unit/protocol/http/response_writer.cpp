#include "protocol/http/response_writer.hpp"

#include <doctest/doctest.h>

#include "base/expects.hpp"

using namespace switchboard;
using namespace switchboard::http;

namespace {

std::string written(Response const& response, WriteOptions const& options = {}) {
  std::string out = "before|";
  write_response(out, response, options);
  REQUIRE(out.starts_with("before|"));
  return out.substr(7);
}

}  // namespace

TEST_CASE("an answer has its status line, date, length, headers and body") {
  Response response;
  response.status = 201;
  response.with("Content-Type", "text/plain").with("Set-Cookie", "a=b").with("Set-Cookie", "c=d");
  response.body = "hello";
  CHECK(written(response, {.date = "Fri, 20 Nov 2026 08:15:00 GMT"}) ==
        "HTTP/1.1 201 Created\r\nDate: Fri, 20 Nov 2026 08:15:00 GMT\r\nContent-Length: 5\r\n"
        "Content-Type: text/plain\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\nhello");
}

TEST_CASE("a reason phrase of one's own stands in the status line, and cannot end it") {
  Response response;
  response.status = 202;
  response.reason = "Successful login.";
  CHECK(written(response).starts_with("HTTP/1.1 202 Successful login.\r\n"));
  for (auto const* reason : {"a\r\nb", "a\tb", "\xC3\xA4"}) {
    response.reason = reason;
    CHECK_THROWS(written(response));
  }
}

TEST_CASE("an empty body is said to be empty") {
  CHECK(written({}) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("the connection's fate is said where it is not the rule") {
  CHECK(written({}, {.keep_alive = false}).find("Connection: close\r\n") != std::string::npos);
  CHECK(written({}, {.http_1_0 = true}).find("Connection: keep-alive\r\n") != std::string::npos);
  CHECK(written({}, {.keep_alive = false, .http_1_0 = true}).find("Connection: close\r\n") !=
        std::string::npos);
  CHECK(written({}).find("Connection") == std::string::npos);
}

TEST_CASE("HEAD is told the length of what it does not get") {
  Response response;
  response.body = "hello";
  CHECK(written(response, {.head_only = true}) == "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
}

TEST_CASE("an answer that cannot have a body has neither length nor body") {
  for (auto status : {100, 101, 103, 204, 304}) {
    Response response;
    response.status = status;
    response.body = "lost";
    auto const bytes = written(response);
    CHECK(bytes.find("Content-Length") == std::string::npos);
    CHECK(bytes.ends_with("\r\n\r\n"));
  }
}

TEST_CASE("a header that would end its line throws, and nothing of the answer is written") {
  using namespace std::string_literals;
  for (auto const& value : {"a\r\nX: b"s, "a\nb"s, "a\rb"s, "a\0b"s, "0123456\0"s}) {
    Response response;
    response.with("X", value);
    std::string out = "before";
    CHECK_THROWS_AS(write_response(out, response, {}), BrokenExpectation);
    CHECK(out == "before");
  }
  Response bad_name;
  bad_name.with("X: a\r\nY", "b");
  CHECK_THROWS_AS((void)written(bad_name), BrokenExpectation);
  Response bad_status;
  bad_status.status = 42;
  CHECK_THROWS_AS((void)written(bad_status), BrokenExpectation);
}

TEST_CASE("a status that has no name of its own bears its class's") {
  CHECK(reason_phrase(404) == "Not Found");
  CHECK(reason_phrase(299) == "Success");
  CHECK(reason_phrase(199) == "Informational");
  CHECK(reason_phrase(399) == "Redirection");
  CHECK(reason_phrase(499) == "Client Error");
  CHECK(reason_phrase(599) == "Server Error");
}

TEST_CASE("dates are written as RFC 9110 shows") {
  CHECK(imf_fixdate(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(imf_fixdate(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(imf_fixdate(951'782'399) == "Mon, 28 Feb 2000 23:59:59 GMT");
  CHECK(imf_fixdate(951'782'400) == "Tue, 29 Feb 2000 00:00:00 GMT");
  CHECK(imf_fixdate(1'795'162'500) == "Fri, 20 Nov 2026 08:15:00 GMT");
}

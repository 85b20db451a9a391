#include "protocol/http/body_decoder.hpp"

#include <doctest/doctest.h>

#include <memory>

using namespace switchboard::http;

namespace {

struct Decoded {
  int status = -1;  // 0: complete, -1: more is needed
  std::string body;
  std::size_t taken = 0;
};

Decoded decode_in_steps(BodyDecoder decoder, std::string_view bytes, std::size_t step) {
  Decoded decoded;
  do {
    std::size_t taken = 0;
    auto const piece = bytes.substr(decoded.taken, step);
    auto const outcome = decoder.decode(piece, taken, decoded.body);
    decoded.taken += taken;
    if (outcome == BodyDecoder::Outcome::complete) decoded.status = 0;
    if (outcome == BodyDecoder::Outcome::refused) decoded.status = decoder.status();
    CHECK((decoded.status >= 0 || taken == piece.size()));
  } while (decoded.status < 0 && decoded.taken < bytes.size());
  return decoded;
}

Decoded decode(RequestHead const& head, std::string_view bytes, std::size_t bytes_max) {
  auto const whole = decode_in_steps(BodyDecoder(head, bytes_max), bytes, bytes.size());
  auto const trickled = decode_in_steps(BodyDecoder(head, bytes_max), bytes, 1);
  CHECK(whole.status == trickled.status);
  CHECK(whole.body == trickled.body);
  CHECK(whole.taken == trickled.taken);
  return whole;
}

Decoded of_length(std::uint64_t length, std::string_view bytes, std::size_t bytes_max = 1000) {
  auto const head = std::make_unique<RequestHead>();
  head->content_length = length;
  return decode(*head, bytes, bytes_max);
}

Decoded chunked(std::string_view bytes, std::size_t bytes_max = 1000) {
  auto const head = std::make_unique<RequestHead>();
  head->chunked = true;
  return decode(*head, bytes, bytes_max);
}

}  // namespace

TEST_CASE("a body of a given length ends there, and what follows is left alone") {
  auto const decoded = of_length(5, "helloGET /");
  CHECK(decoded.status == 0);
  CHECK(decoded.body == "hello");
  CHECK(decoded.taken == 5);
  CHECK(of_length(5, "hell").status == -1);
}

TEST_CASE("a request without a body is complete before its first byte") {
  BodyDecoder none;
  std::string body;
  std::size_t taken = 9;
  CHECK(none.decode("GET /", taken, body) == BodyDecoder::Outcome::complete);
  CHECK(taken == 0);
  CHECK(of_length(0, "GET /").taken == 0);
  CHECK(of_length(0, "GET /").status == 0);
}

TEST_CASE("a length over the limit is refused before a byte is taken") {
  CHECK(of_length(1000, std::string(1000, 'a')).status == 0);
  auto const refused = of_length(1001, "a");
  CHECK(refused.status == 413);
  CHECK(refused.taken == 0);
  CHECK(refused.body.empty());
}

TEST_CASE("chunks come together") {
  auto const decoded =
      chunked("4\r\nWiki\r\n5\r\npedia\r\nE\r\n in\r\n\r\nchunks.\r\n0\r\n\r\nGET");
  CHECK(decoded.status == 0);
  CHECK(decoded.body == "Wikipedia in\r\n\r\nchunks.");
  CHECK(chunked("000A\r\n0123456789\r\n0\r\n\r\n").body == "0123456789");
  CHECK(chunked("0\r\n\r\n").status == 0);
  CHECK(chunked("5\r\nhel").status == -1);
  CHECK(chunked("0\r\n").status == -1);
}

TEST_CASE("extensions and trailers are read and dropped") {
  auto const decoded =
      chunked("5;name=value;other=\"q;\"\r\nhello\r\n0 \t;last\r\nX-Sum: 1\r\nEmpty:\r\n\r\n");
  CHECK(decoded.status == 0);
  CHECK(decoded.body == "hello");
}

TEST_CASE("what does not end its lines with CRLF, or has no size, is refused") {
  for (std::string const bytes : {"5\nhello\r\n0\r\n\r\n",
                                  "5\r\nhello\n0\r\n\r\n",
                                  "5\r\nhello0\r\n\r\n",
                                  "5\r\nhelloX",
                                  "\r\n",
                                  ";a\r\n",
                                  "x\r\n",
                                  "-1\r\n",
                                  "+5\r\nhello",
                                  " 5\r\nhello",
                                  "0x5\r\nhello",
                                  "5 \r\nhello",
                                  "5\t6\r\n",
                                  "5;a\nhello\r\n",
                                  "5;a\rX",
                                  "5\rX",
                                  "5;\x01\r\n",
                                  "5;\x7f",
                                  "0\r\n\n",
                                  "0\r\nX: a\n\r\n",
                                  "0\r\nX: a\rb\r\n\r\n",
                                  "0\r\nX\r\n\r\n",
                                  "0\r\n: a\r\n",
                                  "0\r\n X: folded\r\n",
                                  "0\r\nX : a\r\n",
                                  "0\r\nX: \x01\r\n",
                                  "0\r\n\rX"})
    CHECK_MESSAGE(chunked(bytes).status == 400, bytes);
}

TEST_CASE("chunks over the limit are refused when they are announced") {
  CHECK(chunked("3E8\r\n" + std::string(1000, 'a') + "\r\n0\r\n\r\n").status == 0);
  CHECK(chunked("3E9\r\na").status == 413);
  auto const second = chunked("3E7\r\n" + std::string(999, 'a') + "\r\n2\r\nbc");
  CHECK(second.status == 413);
  CHECK(second.body.size() == 999);
  CHECK(chunked("FFFFFFFFFFFFFFFF\r\n").status == 413);
  CHECK(chunked("3e7\r\n" + std::string(999, 'a') + "\r\nFFFFFFFFFFFFFFFF\r\n").status == 413);
}

TEST_CASE("a size has at most 16 digits") {
  CHECK(chunked("0000000000000001\r\na\r\n0\r\n\r\n").status == 0);
  CHECK(chunked("00000000000000001\r\na\r\n0\r\n\r\n").status == 400);
  CHECK(chunked("10000000000000000\r\n").status == 400);
}

TEST_CASE("extensions and trailers together stay within 4 KiB") {
  // Each line's CR counts; the size's semicolon does not.
  auto const with = [](std::size_t extension, std::size_t trailer) {
    return chunked("1;" + std::string(extension - 1, 'e') +
                   "\r\na\r\n0\r\nX:" + std::string(trailer - 4, 't') + "\r\n\r\n")
        .status;
  };
  CHECK(with(2048, 2048) == 0);
  CHECK(with(2048, 2049) == 400);
  CHECK(with(2049, 2048) == 400);
}

TEST_CASE("many small chunks are as bounded as one large one") {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += "1\r\na\r\n";
  CHECK(chunked(bytes + "0\r\n\r\n").body.size() == 1000);
  CHECK(chunked(bytes + "1\r\n").status == 413);
}

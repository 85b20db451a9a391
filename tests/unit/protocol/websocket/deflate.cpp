#include "protocol/websocket/deflate.hpp"

#include <doctest/doctest.h>

#include <random>

#include "base/expects.hpp"

using namespace switchboard;
using namespace switchboard::websocket;
using namespace std::string_literals;

namespace {

constexpr std::size_t no_limit = 1 << 24;

std::string inflated(std::string_view message) {
  Inflater inflater;
  std::string out;
  REQUIRE(inflater.inflate(message, no_limit, out) == Inflater::Outcome::inflated);
  return out;
}

std::string deflated(std::string_view message, int window_bits = 15) {
  Deflater deflater(window_bits);
  std::string out;
  deflater.deflate(message, out);
  return out;
}

}  // namespace

TEST_CASE("the examples of RFC 7692 section 7.2.3 inflate") {
  CHECK(inflated("\xf2\x48\xcd\xc9\xc9\x07\x00"s) == "Hello");
  CHECK(inflated("\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s) == "Hello");  // not compressed
  CHECK(inflated("\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s) == "Hello");              // BFINAL is set
  CHECK(inflated("\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s) ==
        "Hello");  // two blocks
  CHECK(inflated("\x00"s).empty());
}

TEST_CASE("a final block may be the end, and others may follow it") {
  CHECK(inflated("\xf3\x48\xcd\xc9\xc9\x07\x00"s) == "Hello");
  CHECK(inflated("\xf3\x48\xcd\xc9\xc9\x07\x00\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s) == "HelloHello");
  CHECK(inflated("").empty());
}

TEST_CASE("an empty message is the one byte that RFC 7692 section 7.2.3.6 asks for") {
  CHECK(deflated("") == "\0"s);
}

TEST_CASE("messages of every kind and size come back, whatever the window") {
  std::mt19937 random(7692);  // NOLINT: the same bytes in every run
  std::string noise;
  for (int i = 0; i < 200'000; ++i) noise += static_cast<char>(random());
  std::string chat;
  while (chat.size() < 200'000)
    chat += "{\"type\":\"message\",\"seq\":" + std::to_string(chat.size()) + "}";
  for (int window_bits = 9; window_bits <= 15; ++window_bits)
    for (auto const& source : {noise, chat, std::string(200'000, 'a')})
      for (std::size_t size : {1, 2, 3, 100, 511, 513, 5000, 200'000}) {
        auto const message = source.substr(0, size);
        CHECK(inflated(deflated(message, window_bits)) == message);
      }
}

TEST_CASE("no message leans on the one before it") {
  Deflater deflater;
  std::string first;
  std::string second;
  deflater.deflate("the same text twice", first);
  deflater.deflate("the same text twice", second);
  CHECK(first == second);
}

TEST_CASE("what was in the output stays in front") {
  Deflater deflater;
  Inflater inflater;
  std::string out = "front";
  deflater.deflate("text", out);
  REQUIRE(out.starts_with("front"));
  std::string text = "front";
  CHECK(inflater.inflate(out.substr(5), 9, text) == Inflater::Outcome::inflated);
  CHECK(text == "fronttext");
}

TEST_CASE("a window outside 9 to 15 is a bug") {
  CHECK_THROWS_AS(Deflater{8}, BrokenExpectation);
  CHECK_THROWS_AS(Deflater{16}, BrokenExpectation);
}

TEST_CASE("a message of the most bytes inflates, and one byte more does not") {
  Inflater inflater;
  for (std::size_t size : {1, 63, 64, 65, 1000, 100'000}) {
    auto const message = deflated(std::string(size, 'a'));
    std::string out;
    CHECK(inflater.inflate(message, size, out) == Inflater::Outcome::inflated);
    CHECK(out.size() == size);
    out.clear();
    CHECK(inflater.inflate(message, size - 1, out) == Inflater::Outcome::too_large);
    CHECK(out.size() <= size);
  }
}

TEST_CASE("a small message that inflates to much is stopped at the limit") {
  auto const bomb = deflated(std::string(10'000'000, 'a'));
  Inflater inflater;
  std::string out;
  CHECK(inflater.inflate(bomb, 65'536, out) == Inflater::Outcome::too_large);
  CHECK(out.size() <= 65'537);
  CHECK(out.capacity() < 4 * 65'536);
}

TEST_CASE("broken and cut messages are refused, and the inflater goes on working") {
  Inflater inflater;
  auto const whole = deflated("a text that is long enough to be cut into some pieces");
  auto const outcome = [&](std::string_view message) {
    std::string out;
    return inflater.inflate(message, no_limit, out);
  };
  CHECK(outcome("\xff\xff\xff"s) == Inflater::Outcome::broken);
  CHECK(outcome("\x06"s) == Inflater::Outcome::broken);
  CHECK(outcome("\x01"s) == Inflater::Outcome::broken);
  CHECK(outcome(whole.substr(0, whole.size() / 2)) == Inflater::Outcome::broken);
  CHECK(outcome("Hello") == Inflater::Outcome::broken);
  CHECK(outcome(whole) == Inflater::Outcome::inflated);
}

#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace switchboard;

namespace {

std::string encoded(std::uint32_t point) {
  std::string out;
  auto const tail = [&](int shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3f)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0 | point >> 6);
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0 | point >> 12);
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xf0 | point >> 18);
    tail(12), tail(6), tail(0);
  }
  return out;
}

}  // namespace

TEST_CASE("every character passes, and no surrogate does") {
  auto wrong = 0;
  for (std::uint32_t point = 0; point <= 0x10ffff; ++point) {
    auto const surrogate = point >= 0xd800 && point <= 0xdfff;
    wrong += is_valid_utf8(encoded(point)) == surrogate;
  }
  CHECK(wrong == 0);
}

TEST_CASE("what is above U+10FFFF is refused") {
  CHECK_FALSE(is_valid_utf8(encoded(0x110000)));
  CHECK_FALSE(is_valid_utf8("\xf5\x80\x80\x80"));
  CHECK_FALSE(is_valid_utf8("\xf8\x88\x80\x80\x80"));
  CHECK_FALSE(is_valid_utf8("\xff"));
}

TEST_CASE("overlong forms are refused") {
  for (std::string_view const form : {"\xc0\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\x80",
                                      "\xe0\x9f\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf"})
    CHECK_FALSE(is_valid_utf8(form));
}

TEST_CASE("stray and missing continuation bytes are refused, wherever they stand") {
  for (std::size_t before = 0; before < 20; ++before) {
    std::string const ascii(before, 'a');
    for (std::string_view const piece :
         {"\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc3(", "\xe2(\xa1"}) {
      CHECK_FALSE(is_valid_utf8(ascii + std::string(piece)));
      CHECK_FALSE(is_valid_utf8(ascii + std::string(piece) + std::string(20, 'b')));
    }
    CHECK(is_valid_utf8(ascii + "\xf0\x9f\x98\x80" + ascii + "\xc3\xa9" + ascii));
  }
  CHECK(is_valid_utf8(""));
}

TEST_CASE("a text may be cut anywhere, also inside a character") {
  std::string const text = "aé€😀 Привет, 世界 and eight more";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Utf8Checker checker;
    CHECK(checker.accept(std::string_view(text).substr(0, cut)));
    CHECK(checker.accept(std::string_view(text).substr(cut)));
    CHECK(checker.complete());
  }
}

TEST_CASE("a broken text is refused at its first broken byte, and stays broken") {
  Utf8Checker checker;
  CHECK(checker.accept("\xce\xba\xf4"));
  CHECK_FALSE(checker.complete());
  CHECK_FALSE(checker.accept("\x90"));
  CHECK_FALSE(checker.accept("fine again, but too late"));
  CHECK_FALSE(checker.complete());
}

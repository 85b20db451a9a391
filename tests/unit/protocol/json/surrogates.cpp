#include "protocol/json/surrogates.hpp"

#include <doctest/doctest.h>

using namespace switchboard;

namespace {

std::string mended(std::string_view text) {
  auto replaced = json::with_lone_surrogates_replaced(text);
  CHECK((!replaced || replaced->size() == text.size()));
  return replaced.value_or("as it was");
}

}  // namespace

TEST_CASE("text without half a surrogate pair stays as it was") {
  for (auto const* text : {"", "plain", R"("\u00e9\n\"\\")", R"("\ud83d\ude00")",
                           R"("\uDBFF\uDFFFx")", R"("\ud7ff\ue000")"})
    CHECK_MESSAGE(mended(text) == "as it was", text);
}

TEST_CASE("half a pair is replaced wherever it stands, and whole pairs beside it are not") {
  CHECK(mended(R"("\ud83d")") == R"("\ufffd")");
  CHECK(mended(R"("\uDE00x")") == R"("\ufffdx")");
  CHECK(mended(R"("\ude00\ud83d")") == R"("\ufffd\ufffd")");
  CHECK(mended(R"("\ud83d\ud83d\ude00\ude00")") == R"("\ufffd\ud83d\ude00\ufffd")");
  CHECK(mended(R"("\ud83d\n\ude00")") == R"("\ufffd\n\ufffd")");
  CHECK(mended(R"({"a\ud83d":["\udfff"]})") == R"({"a\ufffd":["\ufffd"]})");
}

TEST_CASE("a backslash that is itself escaped begins no escape") {
  CHECK(mended(R"("\\ud83d")") == "as it was");
  CHECK(mended(R"("\\\ud83d")") == R"("\\\ufffd")");
  CHECK(mended(R"("\\\\ud83d\ud83d")") == R"("\\\\ud83d\ufffd")");
}

TEST_CASE("what is cut off or no escape at all is left to the parser") {
  for (auto const* text : {"\\", "\\u", "\\ud83", "\\ud83g", "\\u+83d", "\\x", "\\ud83d\\"})
    CHECK_MESSAGE(
        mended(text) == (std::string_view(text).starts_with("\\ud83d") ? "\\ufffd\\" : "as it was"),
        text);
}

#include "features/chat/search_messages.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using Words = std::vector<std::string>;

TEST_CASE("words stand between blanks and have a letter or a digit") {
  CHECK(chat::words_of("  two words\t") == Words{"two", "words"});
  CHECK(chat::words_of("c++ 1.5 - ż !?") == Words{"c++", "1.5", "ż"});
  CHECK(chat::words_of("").empty());
  CHECK(chat::words_of(" . \n ").empty());
}

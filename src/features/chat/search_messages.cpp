#include "features/chat/search_messages.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::chat {
namespace {

bool stands_for_something(std::string_view word) {
  return std::ranges::any_of(word, [](char c) {
    return (static_cast<unsigned char>(c) & 0x80U) != 0 || (c >= '0' && c <= '9') ||
           (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  std::vector<std::string> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (text.empty()) return words;
    auto word = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(word.size());
    if (stands_for_something(word)) words.emplace_back(word);
  }
}

Task<Result<std::vector<Message>>> SearchMessages::run(UserId reader, Input input) {
  auto words = words_of(input.text);
  if (words.empty() || words.size() > search_words_max || input.text.size() > search_bytes_max)
    co_return fail(Errc::invalid_argument, "Search for 1 to 10 words of 200 bytes at most",
                   "bad_search");
  if (input.room) {
    auto finding = messages_.find_room(*input.room, reader);
    auto found = co_await finding;
    if (!found) co_return failure_of(std::move(found));
  }
  ports::SearchQuery query{reader, std::move(words), std::move(input.room), input.limit};
  auto searching = messages_.search(std::move(query));
  co_return co_await searching;
}

}  // namespace switchboard::chat

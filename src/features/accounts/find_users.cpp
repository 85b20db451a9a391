#include "features/accounts/find_users.hpp"

#include <utility>

namespace switchboard::accounts {

Task<Result<std::vector<User>>> FindUsers::run(std::string text, std::int64_t limit) {
  auto blank = text.find_first_not_of(' ') == std::string::npos;
  if (blank || text.size() > text_bytes_max)
    co_return fail(Errc::invalid_argument, "Look for 1 to 100 bytes of a name", "bad_search");
  auto searching = store_.search(std::move(text), limit);
  co_return co_await searching;
}

}  // namespace switchboard::accounts

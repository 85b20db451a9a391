#pragma once
// The list of accounts, newest first, in pages; also of one role only.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

constexpr std::int64_t user_page_max = 200;
// Without a limit the whole list is documented; this is where it ends, with a next page.
constexpr std::int64_t user_list_max = 10'000;

class ListUsers {
 public:
  // As they came in the query.
  struct Input {
    std::optional<std::string> limit;   // 1 to 200
    std::optional<std::string> cursor;  // of the page before
    std::optional<Role> role;
  };
  struct Output {
    std::vector<User> users;
    std::int64_t total = 0;
    std::optional<std::string> next_cursor;
  };

  explicit ListUsers(ports::UserStore& store) : store_(store) {}

  Task<Result<Output>> run(Input input);

 private:
  ports::UserStore& store_;
};

// A whole number from `least` to `most` in decimal digits, and nothing else.
[[nodiscard]] std::optional<std::int64_t> parse_number(std::string_view text, std::int64_t least,
                                                       std::int64_t most);

}  // namespace switchboard::accounts

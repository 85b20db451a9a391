#include "features/accounts/list_users.hpp"

#include <charconv>
#include <limits>
#include <utility>

namespace switchboard::accounts {
namespace {

using Cursor = ports::UserQuery::Cursor;

// MICROSECONDS_UUID of the last account of a page.
std::string cursor_of(User const& user) {
  return std::to_string(user.created_at.time_since_epoch().count()) + '_' +
         user.id.value().to_string();
}

std::optional<Cursor> parse_cursor(std::string_view text) {
  auto middle = text.find('_');
  if (middle == std::string_view::npos) return std::nullopt;
  auto count = parse_number(text.substr(0, middle), 0, std::numeric_limits<std::int64_t>::max());
  auto id = Uuid::parse(text.substr(middle + 1));
  if (!count || !id) return std::nullopt;
  return Cursor{Timestamp(std::chrono::microseconds(*count)), UserId(*id)};
}

}  // namespace

std::optional<std::int64_t> parse_number(std::string_view text, std::int64_t least,
                                         std::int64_t most) {
  std::int64_t number = 0;
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (number < least || number > most) return std::nullopt;
  return number;
}

Task<Result<ListUsers::Output>> ListUsers::run(Input input) {
  ports::UserQuery query{.role = input.role, .after = {}, .limit = user_list_max};
  if (input.limit) {
    query.limit = parse_number(*input.limit, 1, user_page_max);
    if (!query.limit)
      co_return fail(Errc::invalid_argument, "limit must be a number from 1 to 200", "bad_limit");
  }
  if (input.cursor) {
    query.after = parse_cursor(*input.cursor);
    if (!query.after)
      co_return fail(Errc::invalid_argument, "cursor is not one of ours", "bad_cursor");
  }
  auto page = co_await store_.list(query);
  if (!page) co_return failure_of(std::move(page));
  Output output{.users = std::move(page->users), .total = page->total, .next_cursor = {}};
  if (page->more && !output.users.empty()) output.next_cursor = cursor_of(output.users.back());
  co_return output;
}

}  // namespace switchboard::accounts

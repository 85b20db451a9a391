#include "gateway/http/inbox_endpoints.hpp"

#include <limits>
#include <utility>

#include "features/accounts/list_users.hpp"
#include "features/push/frames.hpp"
#include "gateway/http/inbox_about.hpp"
#include "gateway/http/json_body.hpp"
#include "protocol/http/target.hpp"

namespace switchboard::http {

namespace {

constexpr auto seq_max = std::numeric_limits<std::int64_t>::max();

std::string subject_of(Request const& request) {
  return request.caller->user.id.value().to_string();
}

Result<Seq> after_of(Request const& request) {
  auto text = query_value(request.head.query, "after_seq");
  if (!text) return Seq(0);
  auto number = accounts::parse_number(*text, 0, seq_max);
  if (!number)
    return fail(Errc::invalid_argument, "after_seq must be a number from 0", "bad_query");
  return Seq(*number);
}

}  // namespace

void InboxEndpoints::add_to(Router& router) {
  router.add({Method::get, "/api/inbox", Permission::signed_in,
              [this](Request& request) { return list(request); }, &about::list_inbox});
  router.add({Method::post, "/api/inbox/read", Permission::signed_in,
              [this](Request& request) { return mark_read(request); }, &about::read_inbox});
}

Task<Result<Response>> InboxEndpoints::list(Request& request) {
  auto after = after_of(request);
  if (!after) co_return failure_of(std::move(after));
  auto page =
      co_await inboxes_.after(subject_of(request), *after, inbox_items_max, clock_.timestamp());
  if (!page) co_return failure_of(std::move(page));
  std::string body;
  push::append_inbox_page(body, *page);
  co_return json_response(200, std::move(body));
}

Task<Result<Response>> InboxEndpoints::mark_read(Request& request) {
  auto mark = read_json<ReadMark>(request);
  if (!mark) co_return failure_of(std::move(mark));
  if (mark->seq < 0)
    co_return fail(Errc::invalid_argument, "Field 'seq' must not be negative", "bad_seq");
  auto state = co_await inboxes_.mark_read(subject_of(request), Seq(mark->seq));
  if (!state) co_return failure_of(std::move(state));
  std::string body;
  push::append_inbox_state(body, *state);
  co_return json_response(200, std::move(body));
}

}  // namespace switchboard::http

#include "features/push/notify.hpp"

#include <algorithm>
#include <array>

#include "base/json_escape.hpp"
#include "protocol/json/raw.hpp"

namespace switchboard::push {
namespace {

constexpr std::array<std::string_view, 3> fixed{"title", "body", "userId"};

}  // namespace

std::string notification_content(Notify::Input const& input) {
  std::string content = R"({"title":)";
  append_json_string(content, input.title);
  append_json_string(content += R"(,"body":)", input.body);
  append_json_string(content += R"(,"userId":)", input.user_id);
  if (input.extra)
    for (auto const& [name, value] : json::raw_members(*input.extra)) {
      if (std::ranges::find(fixed, name) != fixed.end()) continue;
      append_json_string(content += ',', name);
      content += ':';
      content += value;
    }
  return content + '}';
}

Task<Result<Notify::Output>> Notify::run(Input input) {
  if (input.extra && !input.extra->starts_with('{'))
    co_return fail(Errc::invalid_argument, "Field 'data' must be an object", "bad_data");
  auto now = parts_.clock.timestamp();
  Outgoing outgoing{.type = "notification",
                    .content = notification_content(input),
                    .keep = std::move(input.keep)};
  std::vector<std::string> one{std::move(input.user_id)};
  auto sent = co_await dispatch(parts_, std::move(one), std::move(outgoing), now);
  if (!sent) co_return failure_of(std::move(sent));
  co_return Output{now};
}

}  // namespace switchboard::push

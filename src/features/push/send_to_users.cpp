#include "features/push/send_to_users.hpp"

#include <unordered_set>

namespace switchboard::push {
namespace {

std::vector<std::string> each_once(std::vector<std::string> ids) {
  std::unordered_set<std::string> seen;
  seen.reserve(ids.size());
  std::erase_if(ids, [&](auto const& id) { return !seen.insert(id).second; });
  return ids;
}

}  // namespace

Task<Result<SendToUsers::Output>> SendToUsers::run(Input input) {
  Output output{.delivered_to = {}, .not_delivered_to = {}, .sent_at = parts_.clock.timestamp()};
  auto people = each_once(std::move(input.user_ids));
  for (auto const& id : people) {
    auto& list = parts_.connections.newest(id) ? output.delivered_to : output.not_delivered_to;
    list.push_back(id);
  }
  auto subjects = input.outgoing.keep ? std::move(people) : output.delivered_to;
  auto sent =
      co_await dispatch(parts_, std::move(subjects), std::move(input.outgoing), output.sent_at);
  if (!sent) co_return failure_of(std::move(sent));
  co_return output;
}

}  // namespace switchboard::push

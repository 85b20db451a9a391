#include "features/push/send_to_user.hpp"

namespace switchboard::push {

Task<Result<SendToUser::Output>> SendToUser::run(Input input) {
  if (!input.outgoing.keep && !parts_.connections.newest(input.user_id))
    co_return not_connected(input.user_id);
  auto now = parts_.clock.timestamp();
  std::vector<std::string> one{std::move(input.user_id)};
  auto sent = co_await dispatch(parts_, std::move(one), std::move(input.outgoing), now);
  if (!sent) co_return failure_of(std::move(sent));
  co_return Output{now};
}

}  // namespace switchboard::push

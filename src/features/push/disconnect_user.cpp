#include "features/push/disconnect_user.hpp"

#include "features/push/dispatch.hpp"

namespace switchboard::push {

Result<DisconnectUser::Output> DisconnectUser::run(std::string const& user_id) {
  bool any = false;
  for (auto const& connection : connections_.all(user_id)) {
    // Whoever takes it out of the list ends it: of two who disconnect at once, one.
    if (!connections_.leave(user_id, connection.session)) continue;
    any = true;
    sessions_.disconnect(connection.shard, connection.session);
  }
  if (!any) return not_connected(user_id);
  return Output{clock_.timestamp()};
}

}  // namespace switchboard::push

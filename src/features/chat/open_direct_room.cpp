#include "features/chat/open_direct_room.hpp"

#include <utility>

namespace switchboard::chat {

Task<Result<ports::DirectRoom>> OpenDirectRoom::run(UserId caller, UserId other) {
  auto now = clock_.timestamp();
  RoomId fresh(Uuid::at(now).to_string());
  auto opening = rooms_.direct(caller, other, std::move(fresh), now);
  auto opened = co_await opening;
  if (!opened || !opened->made) co_return opened;
  RoomChange other_change{opened->room.id, other, true};
  auto told_other = changes_.announce(std::move(other_change));
  co_await std::move(told_other);
  if (caller == other) co_return opened;
  RoomChange own_change{opened->room.id, caller, true};
  auto told_caller = changes_.announce(std::move(own_change));
  co_await std::move(told_caller);
  co_return opened;
}

}  // namespace switchboard::chat

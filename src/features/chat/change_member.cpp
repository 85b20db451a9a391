#include "features/chat/change_member.hpp"

#include <utility>

namespace switchboard::chat {

Task<Result<ports::MemberChanged>> ChangeMember::put(User const& caller, RoomId room, UserId user,
                                                     Standing role) {
  ports::MemberChange change{.user = user, .to = role, .at = clock_.timestamp()};
  auto changing = rooms_.change_member(room, actor_of(caller), std::move(change));
  auto changed = co_await changing;
  if (!changed || changed->from >= Standing::member) co_return changed;
  RoomChange news{std::move(room), user, true};
  auto telling = changes_.announce(std::move(news));
  co_await std::move(telling);
  co_return changed;
}

Task<Result<void>> ChangeMember::remove(User const& caller, RoomId room, UserId user) {
  auto own = caller.id == user;
  ports::MemberChange change{
      .user = user, .to = own ? Standing::stranger : Standing::removed, .at = clock_.timestamp()};
  auto changing = rooms_.change_member(room, actor_of(caller), std::move(change));
  auto changed = co_await changing;
  if (!changed) co_return failure_of(std::move(changed));
  RoomChange news{std::move(room), user, false};
  auto telling = changes_.announce(std::move(news));
  co_await std::move(telling);
  co_return Result<void>();
}

}  // namespace switchboard::chat

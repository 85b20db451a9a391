#include "adapters/memory/room_store.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::memory {
namespace {

std::unexpected<Error> no_such_user(UserId id) {
  return fail(Errc::not_found, "User with ID " + id.value().to_string() + " not found",
              "user_not_found");
}

struct Count {
  std::int64_t members = 0;
  std::int64_t owners = 0;
};

Count count_members(Stream const& stream) {
  Count count;
  for (auto const& [id, belonging] : stream.members) {
    if (belonging.standing >= Standing::member) ++count.members;
    if (belonging.standing == Standing::owner) ++count.owners;
  }
  return count;
}

}  // namespace

RoomView RoomStore::view_of(Stream const& stream, UserId reader) const {
  RoomView view{
      .room = stream.room, .standing = stream.standing_of(reader), .read = stream.mark_of(reader)};
  if (stream.room.kind == RoomKind::direct)
    for (auto const& [id, belonging] : stream.members) {
      if (id == reader) continue;
      auto const* peer = rooms_.account(id);
      view.peer = id;
      view.room.name = peer == nullptr ? "Deleted account" : peer->full_name;
      view.peer_username = peer == nullptr ? std::string() : peer->username;
    }
  if (!stream.messages.empty()) view.last_message = as_read(rooms_, stream, stream.messages.back());
  return view;
}

Member RoomStore::member_of(Stream const& stream, UserId user) const {
  auto found = stream.members.find(user);
  if (found == stream.members.end())
    return {.user = user, .username = {}, .full_name = {}, .joined_at = {}};
  auto const* account = rooms_.account(user);
  return {.user = user,
          .username = account == nullptr ? std::string() : account->username,
          .full_name = account == nullptr ? "Deleted account" : account->full_name,
          .role = found->second.standing,
          .joined_at = found->second.joined_at,
          .read = stream.mark_of(user)};
}

Task<Result<std::vector<RoomView>>> RoomStore::list(UserId reader) {
  auto work = [this, reader]() -> Result<std::vector<RoomView>> {
    std::vector<RoomView> views;
    for (auto const& [id, stream] : rooms_.all())
      if (check_access(id, stream.room.kind, stream.standing_of(reader)))
        views.push_back(view_of(stream, reader));
    std::ranges::sort(views, {},
                      [](auto const& view) { return std::pair(view.room.name, view.room.id); });
    if (views.size() > rooms_listed_max) views.resize(rooms_listed_max);
    return views;
  };
  co_return co_await desk_.read(work);
}

Task<Result<RoomView>> RoomStore::view(RoomId id, UserId reader) {
  auto work = [this, &id, reader]() -> Result<RoomView> {
    auto found = rooms_.find(id, reader);
    if (!found) return failure_of(std::move(found));
    return view_of(**found, reader);
  };
  co_return co_await desk_.read(work);
}

Task<Result<Room>> RoomStore::create(ports::NewRoom room) {
  auto work = [this, &room]() -> Result<Room> {
    if (rooms_.find(room.id))
      return fail(Errc::conflict, "Chat room with ID " + room.id.value() + " already exists",
                  "room_taken");
    auto& stream = rooms_.add({.id = room.id,
                               .name = room.name,
                               .created_at = room.created_at,
                               .head = {},
                               .kind = room.kind});
    if (room.owner) stream.members[*room.owner] = {Standing::owner, room.created_at};
    return stream.room;
  };
  co_return co_await desk_.write(work);
}

Task<Result<ports::DirectRoom>> RoomStore::direct(UserId first, UserId second, RoomId id,
                                                  Timestamp now) {
  auto work = [this, first, second, &id, now]() -> Result<ports::DirectRoom> {
    for (auto person : {first, second})
      if (rooms_.account(person) == nullptr) return no_such_user(person);
    std::size_t people = first == second ? 1 : 2;
    for (auto const& [known, stream] : rooms_.all()) {
      auto theirs = stream.room.kind == RoomKind::direct && stream.members.size() == people &&
                    stream.members.contains(first) && stream.members.contains(second);
      if (theirs) return ports::DirectRoom{stream.room, false};
    }
    auto& stream = rooms_.add(
        {.id = id, .name = "Direct", .created_at = now, .head = {}, .kind = RoomKind::direct});
    for (auto person : {first, second}) stream.members[person] = {Standing::member, now};
    return ports::DirectRoom{stream.room, true};
  };
  co_return co_await desk_.write(work);
}

Task<Result<void>> RoomStore::rename(RoomId id, Actor actor, std::string name) {
  auto work = [this, &id, actor, &name]() -> Result<void> {
    auto found = rooms_.find(id, actor.id);
    if (!found) return failure_of(std::move(found));
    auto& stream = **found;
    auto& room = stream.room;
    if (room.kind == RoomKind::direct)
      return fail(Errc::conflict, "A direct room is called as its people are", "direct_room");
    if (rights_of(actor, room.kind, stream.standing_of(actor.id)) < Standing::moderator)
      return fail(Errc::permission_denied, "You do not have permission to do this");
    room.name = name;
    return {};
  };
  co_return co_await desk_.write(work);
}

Task<Result<std::vector<Member>>> RoomStore::members(RoomId id, UserId reader) {
  auto work = [this, &id, reader]() -> Result<std::vector<Member>> {
    auto found = rooms_.find(id, reader);
    if (!found) return failure_of(std::move(found));
    std::vector<Member> members;
    for (auto const& [user, belonging] : (*found)->members)
      if (belonging.standing >= Standing::member) members.push_back(member_of(**found, user));
    std::ranges::sort(members, {},
                      [](auto const& member) { return std::pair(member.joined_at, member.user); });
    return members;
  };
  co_return co_await desk_.read(work);
}

Result<void> RoomStore::check_target(Stream const& stream, ports::MemberChange const& change,
                                     std::int64_t members) const {
  auto known = rooms_.account(change.user) != nullptr;
  if (stream.standing_of(change.user) >= Standing::member) return {};
  if (change.to >= Standing::member && !known) return no_such_user(change.user);
  if (change.to >= Standing::member && members >= members_max)
    return fail(Errc::conflict, "The room is full", "room_full");
  if (change.to < Standing::member && (stream.room.kind != RoomKind::open || !known))
    return fail(Errc::not_found, "Nobody of that ID is in this room", "not_a_member");
  return {};
}

Result<ports::MemberChanged> RoomStore::change_standing(RoomId const& id, Actor const& actor,
                                                        ports::MemberChange const& change) {
  auto found = rooms_.find(id, actor.id);
  if (!found) return failure_of(std::move(found));
  auto& stream = **found;
  auto kind = stream.room.kind;
  auto count = count_members(stream);
  StandingChange wanted{.from = stream.standing_of(change.user),
                        .to = change.to,
                        .own = actor.id == change.user,
                        .last_owner = count.owners == 1 && count.members > 1};
  auto allowed = check_change(kind, rights_of(actor, kind, stream.standing_of(actor.id)), wanted);
  if (!allowed) return failure_of(std::move(allowed));
  auto fits = check_target(stream, change, count.members);
  if (!fits) return failure_of(std::move(fits));
  if (change.to == Standing::stranger) {
    stream.members.erase(change.user);
  } else if (wanted.from != wanted.to) {
    auto& belonging = stream.members[change.user];
    if (wanted.from < Standing::member) belonging.joined_at = change.at;
    belonging.standing = change.to;
  }
  return ports::MemberChanged{wanted.from, member_of(stream, change.user)};
}

Task<Result<ports::MemberChanged>> RoomStore::change_member(RoomId id, Actor actor,
                                                            ports::MemberChange change) {
  auto work = [this, &id, actor, &change] { return change_standing(id, actor, change); };
  co_return co_await desk_.write(work);
}

Task<Result<ports::Marked>> RoomStore::mark_read(RoomId id, UserId reader, Seq seq) {
  auto work = [this, &id, reader, seq]() -> Result<ports::Marked> {
    auto found = rooms_.find(id, reader);
    if (!found) return failure_of(std::move(found));
    auto& mark = (*found)->marks[reader];
    auto wanted = std::min(seq, (*found)->room.head.seq);
    auto moved = mark < wanted;
    if (moved) mark = wanted;
    return ports::Marked{mark, moved};
  };
  co_return co_await desk_.write(work);
}

}  // namespace switchboard::memory

#pragma once
// /api/chat/rooms/{room_id}/members: who belongs to a room. One shard's own.

#include "features/chat/change_member.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"
#include "ports/room_store.hpp"

namespace switchboard::http {

class MemberEndpoints {
 public:
  // Both must outlive it, and it must outlive the router that it is added to.
  MemberEndpoints(ports::RoomStore& rooms, chat::ChangeMember& change_member)
      : rooms_(rooms), change_member_(change_member) {}
  MemberEndpoints(MemberEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> list(Request& request);
  Task<Result<Response>> put(Request& request);
  Task<Result<Response>> remove(Request& request);

  ports::RoomStore& rooms_;
  chat::ChangeMember& change_member_;
};

}  // namespace switchboard::http

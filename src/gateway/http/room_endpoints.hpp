#pragma once
// /api/chat/rooms: which there are, what was said in them, and new ones. One shard's own.

#include "features/chat/change_member.hpp"
#include "features/chat/create_room.hpp"
#include "features/chat/open_direct_room.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"
#include "ports/message_store.hpp"
#include "ports/room_store.hpp"

namespace switchboard::http {

class RoomEndpoints {
 public:
  struct Parts {
    ports::RoomStore& rooms;
    ports::MessageStore& messages;
    chat::CreateRoom& create;
    chat::OpenDirectRoom& open_direct;
  };

  // The parts must outlive it, and it must outlive the router that it is added to.
  explicit RoomEndpoints(Parts parts) : parts_(parts) {}
  RoomEndpoints(RoomEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> list(Request& request);
  Task<Result<Response>> create(Request& request);
  Task<Result<Response>> view(Request& request);
  Task<Result<Response>> rename(Request& request);
  Task<Result<Response>> direct(Request& request);
  Task<Result<Response>> history(Request& request);
  Task<Result<Response>> answer_with(int status, RoomId id, UserId reader);

  Parts parts_;
};

}  // namespace switchboard::http

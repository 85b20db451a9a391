#pragma once
// /api/chat/rooms: which there are, what was said in them, and new ones. One shard's own.

#include "base/instant.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"
#include "ports/message_store.hpp"

namespace switchboard::http {

class RoomEndpoints {
 public:
  // Both must outlive it, and it must outlive the router that it is added to.
  RoomEndpoints(ports::MessageStore& messages, Clock const& clock)
      : messages_(messages), clock_(clock) {}
  RoomEndpoints(RoomEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> list(Request& request);
  Task<Result<Response>> create(Request& request);
  Task<Result<Response>> history(Request& request);

  ports::MessageStore& messages_;
  Clock const& clock_;
};

}  // namespace switchboard::http

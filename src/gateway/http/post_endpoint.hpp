#pragma once
// POST /api/chat/rooms/{room_id}/messages: the chat socket's `message`, over REST. One shard's own.

#include "features/chat/post_message.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"
#include "ports/message_store.hpp"

namespace switchboard::http {

class PostEndpoint {
 public:
  // Both must outlive it, and it must outlive the router that it is added to.
  PostEndpoint(chat::PostMessage& post_message, ports::MessageStore& messages)
      : post_message_(post_message), messages_(messages) {}
  PostEndpoint(PostEndpoint const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> post(Request& request);
  Task<Result<Message>> stored(RoomId room, ports::Appended appended);

  chat::PostMessage& post_message_;
  ports::MessageStore& messages_;
};

}  // namespace switchboard::http

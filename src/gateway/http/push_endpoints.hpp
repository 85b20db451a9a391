#pragma once
// /websocket/**: sending to people, and who of them is connected. One shard's own.

#include <string>

#include "features/push/broadcast.hpp"
#include "features/push/disconnect_user.hpp"
#include "features/push/notify.hpp"
#include "features/push/send_to_user.hpp"
#include "features/push/send_to_users.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::http {

class PushEndpoints {
 public:
  // What the parts name and `sessions` must outlive it, and it every router that it is added to.
  PushEndpoints(push::Parts const& parts, ports::PushSessions& sessions);
  PushEndpoints(PushEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> send_to_user(Request& request);
  Task<Result<Response>> send_to_users(Request& request);
  Task<Result<Response>> broadcast(Request& request);
  Task<Result<Response>> notify(Request& request);
  [[nodiscard]] Result<Response> connected() const;
  [[nodiscard]] Result<Response> status_of(std::string const& subject) const;
  [[nodiscard]] Result<Response> disconnect(std::string const& subject);

  push::Connections& connections_;
  Clock const& clock_;
  push::SendToUser send_to_user_;
  push::SendToUsers send_to_users_;
  push::Broadcast broadcast_;
  push::Notify notify_;
  push::DisconnectUser disconnect_;
};

}  // namespace switchboard::http

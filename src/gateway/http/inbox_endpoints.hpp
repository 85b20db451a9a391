#pragma once
// /api/inbox: what waits for the account that asks. One shard's own.

#include "base/instant.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"
#include "ports/inbox_store.hpp"

namespace switchboard::http {

class InboxEndpoints {
 public:
  // Both must outlive it, and it must outlive the router that it is added to.
  InboxEndpoints(ports::InboxStore& inboxes, Clock const& clock)
      : inboxes_(inboxes), clock_(clock) {}
  InboxEndpoints(InboxEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> list(Request& request);
  Task<Result<Response>> mark_read(Request& request);

  ports::InboxStore& inboxes_;
  Clock const& clock_;
};

}  // namespace switchboard::http

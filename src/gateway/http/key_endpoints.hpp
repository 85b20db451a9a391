#pragma once
// /api/auth/keys and /api/auth/ticket. One shard's own.

#include "features/accounts/api_keys.hpp"
#include "features/accounts/tickets.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::http {

class KeyEndpoints {
 public:
  // All must outlive it, and it must outlive the router that it is added to.
  KeyEndpoints(accounts::ApiKeys& keys, accounts::Tickets& tickets, Clock const& clock)
      : keys_(keys), tickets_(tickets), clock_(clock) {}
  KeyEndpoints(KeyEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> create(Request& request);
  Task<Result<Response>> list(Request& request);
  Task<Result<Response>> remove(Request& request);
  Task<Result<Response>> issue_ticket(Request& request);

  accounts::ApiKeys& keys_;
  accounts::Tickets& tickets_;
  Clock const& clock_;
};

}  // namespace switchboard::http

#pragma once
// /api/users. One shard's own.

#include "features/accounts/accounts.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::http {

class UserEndpoints {
 public:
  // `accounts` must outlive it, and it must outlive the router that it is added to.
  explicit UserEndpoints(accounts::Accounts& accounts) : accounts_(accounts) {}
  UserEndpoints(UserEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> create(Request& request);
  Task<Result<Response>> list(Request& request);
  Task<Result<Response>> list_by_role(Request& request);
  Task<Result<Response>> statistics(Request& request);
  Task<Result<Response>> get(Request& request);
  Task<Result<Response>> update(Request& request);
  Task<Result<Response>> remove(Request& request);

  accounts::Accounts& accounts_;
};

}  // namespace switchboard::http

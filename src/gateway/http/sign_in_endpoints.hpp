#pragma once
// /api/auth/login, refresh, logout and sessions: from signing in to logging out everywhere. To its
// clients a sign-in is a session. One shard's own.

#include "features/accounts/accounts.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::http {

class SignInEndpoints {
 public:
  // `accounts` must outlive it, and it must outlive the router that it is added to.
  explicit SignInEndpoints(accounts::Accounts& accounts) : accounts_(accounts) {}
  SignInEndpoints(SignInEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> login(Request& request);
  Task<Result<Response>> refresh(Request& request);
  Task<Result<Response>> logout(Request& request);
  Task<Result<Response>> list(Request& request);
  Task<Result<Response>> end(Request& request);
  Task<Result<Response>> end_all(Request& request);

  accounts::Accounts& accounts_;
};

}  // namespace switchboard::http

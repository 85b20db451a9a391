#pragma once
// /register, /updatepassword, /newpassword and /regenerate: JSON in, plain text out when something
// is wrong. One shard's own.

#include "features/accounts/program_accounts.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::calls {

class ProgramEndpoints {
 public:
  // `accounts` must outlive it, and it must outlive the router that it is added to.
  explicit ProgramEndpoints(accounts::ProgramAccounts& accounts) : accounts_(accounts) {}
  ProgramEndpoints(ProgramEndpoints const&) = delete;

  void add_to(http::Router& router);

 private:
  Task<Result<http::Response>> enroll(http::Request& request);
  Task<Result<http::Response>> change_password(http::Request& request);
  Task<Result<http::Response>> regenerate(http::Request& request);

  accounts::ProgramAccounts& accounts_;
};

}  // namespace switchboard::calls

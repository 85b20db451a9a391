#pragma once
// /api/calls: ICE servers and ringing. One shard's own.

#include "features/accounts/directory.hpp"
#include "features/accounts/rate_limiter.hpp"
#include "features/calls/ice_servers.hpp"
#include "features/calls/ringing.hpp"
#include "features/delivery/fan_out.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::calls {

class CallEndpoints {
 public:
  // All must outlive it, and it must outlive the router that it is added to.
  struct Parts {
    Ringing& ringing;
    IceServers const& ice_servers;
    accounts::Directory& directory;
    accounts::RateLimiter& limiter;
    delivery::FanOut& fan_out;
    Clock const& clock;
  };

  explicit CallEndpoints(Parts parts) : parts_(parts) {}
  CallEndpoints(CallEndpoints const&) = delete;

  void add_to(http::Router& router);

 private:
  Task<Result<http::Response>> list_ice_servers(http::Request& request);
  Task<Result<http::Response>> ring(http::Request& request);
  Task<Result<http::Response>> accept(http::Request& request);
  Task<Result<http::Response>> decline(http::Request& request);
  Task<Result<http::Response>> cancel(http::Request& request);

  Task<Result<std::vector<UserId>>> one_callee(UserId caller, UserId callee);
  Task<Result<std::vector<UserId>>> those_in(std::string chat_room, UserId caller);

  Parts parts_;
};

}  // namespace switchboard::calls

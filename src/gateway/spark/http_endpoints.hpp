#pragma once
// /authorize, /auth/login and /auth/signup: the reason phrases are what the front end shows to the
// person, so they are exact. One shard's own.

#include <optional>
#include <string>
#include <string_view>

#include "features/accounts/accounts.hpp"
#include "features/spark/front_end.hpp"
#include "features/spark/keep_alive.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::spark {

class HttpEndpoints {
 public:
  struct Parts {
    accounts::Accounts& accounts;
    ports::UserStore& users;
    KeepAlive& keep_alive;
    Clock const& clock;
    std::string_view secret;  // SPARK_JWT_SECRET
  };

  // The parts must outlive it, and it must outlive the router that it is added to.
  explicit HttpEndpoints(Parts parts) : parts_(parts), front_end_(parts_.secret, parts_.clock) {}
  HttpEndpoints(HttpEndpoints const&) = delete;

  void add_to(http::Router& router);

 private:
  Task<http::Response> authorize(http::Request& request);
  Task<http::Response> log_in(http::Request& request);
  Task<http::Response> sign_up(http::Request& request);
  // What is said to who may not go on; nullopt: the keep-alive token is good.
  [[nodiscard]] std::optional<http::Response> refusal(http::Request const& request);
  Task<Result<User>> create(http::Request const& request, std::string full_name, std::string email,
                            std::string password);

  Parts parts_;
  FrontEnd front_end_;
};

}  // namespace switchboard::spark

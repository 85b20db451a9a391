#pragma once
// From a request to its answer: route, rate limit, bearer token, permission, handler, and what
// every answer carries. One shard's own. Nothing that goes wrong in a handler leaves it but as an
// answer.

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/log.hpp"
#include "features/accounts/authenticator.hpp"
#include "features/accounts/rate_limiter.hpp"
#include "gateway/http/authenticate.hpp"
#include "gateway/http/cors.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/request_observer.hpp"
#include "gateway/http/route_family.hpp"
#include "gateway/http/route_tree.hpp"

namespace switchboard::http {

class Router final : public RequestHandler {
 public:
  struct Parts {
    accounts::Authenticator& authenticator;
    accounts::RateLimiter& limiter;
    Cors const& cors;
    Log& log;
    Clock const& clock;
    RequestObserver* observer = nullptr;
    accounts::SubjectAuthenticator* subjects = nullptr;  // null: no family of push
    std::vector<RouteFamily> families = {};  // the first that fits counts; none: ordinary_families
  };

  // The parts must outlive it.
  explicit Router(Parts parts);
  Router(Router const&) = delete;

  // A route as /openapi.json tells of it.
  struct Listed {
    Method method;
    std::string pattern;
    Permission permission;
    About const* about;  // null: it has said nothing
    RouteFamily const* family;
  };

  // At start-up only; see RouteTree::add for what it throws at, and for a permission that is not of
  // the path's family.
  void add(Route route);
  [[nodiscard]] std::vector<Listed> const& routes() const { return listed_; }

  // `request` outlives the task. Fills in its id when it has none.
  Task<Response> handle(Request& request) override;

  // What a failure looks like that no handler of ours made.
  [[nodiscard]] Response refusal(Error const& error, Request const& request) const;

 private:
  using Match = RouteTree::Match;

  [[nodiscard]] RouteFamily const& family_of(std::string_view path) const;
  Task<Response> answer(Request& request, Match match, RouteFamily const& family);
  Task<Result<Response>> call(Request& request, Match const& match, RouteTree::Endpoint& endpoint,
                              Bearer bearer);
  Task<Result<void>> identify(Request& request, Permission permission, Bearer bearer);
  Result<void> charge(Request const& request, Bearer const& bearer);
  [[nodiscard]] Response without_endpoint(Request const& request, Match const& match,
                                          RouteFamily const& family) const;
  [[nodiscard]] Response broken(Request const& request, std::exception_ptr const& thrown);
  void finish(Request const& request, Match const& match, RouteFamily const& family,
              Response& response, Instant started);
  void write_log(Request const& request, std::string_view pattern, int status, Duration took,
                 Level level);
  [[nodiscard]] std::string next_request_id();

  Parts parts_;
  RouteTree routes_;
  std::vector<Listed> listed_;  // in the order in which they were added
  std::uint64_t next_id_;
};

}  // namespace switchboard::http

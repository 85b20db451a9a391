#pragma once
// GET /health, /livez, /readyz and /metrics. One shard's own, but for what they speak of.

#include <string>

#include "gateway/http/health.hpp"
#include "gateway/http/metrics.hpp"
#include "gateway/http/readiness.hpp"
#include "gateway/http/request.hpp"

namespace switchboard::http {

class Router;

class OperationsEndpoints {
 public:
  struct Parts {
    Health& health;
    Metrics const& metrics;
    Readiness& readiness;       // this shard's
    std::string metrics_token;  // empty: anyone may read the metrics
  };

  // The parts must outlive it, and it must outlive the router that its routes are added to.
  explicit OperationsEndpoints(Parts parts) : parts_(std::move(parts)) {}
  OperationsEndpoints(OperationsEndpoints const&) = delete;

  void add_to(Router& router);
  [[nodiscard]] std::vector<Route> routes();

 private:
  Task<Result<Response>> health(Request& request);
  Task<Result<Response>> alive(Request& request);
  Task<Result<Response>> ready(Request& request);
  Task<Result<Response>> metrics(Request& request);

  Parts parts_;
};

}  // namespace switchboard::http

#pragma once
// What all paths below a prefix have in common, so that no endpoint has to know it.

#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

#include "gateway/http/cors.hpp"
#include "gateway/http/error_table.hpp"

namespace switchboard::http {

struct RouteFamily {
  std::string_view prefix;  // static storage; empty: whatever is left
  Cors const* cors;         // outlives the router
  bool metered = true;      // spends budgets, is logged, is never cached
  bool push = false;        // push tokens and the permissions of push, not those of accounts
  ErrorShape errors = ErrorShape::api;
  std::size_t body_bytes_max = std::numeric_limits<std::size_t>::max();
  std::string_view wrong_method = "Method not allowed";
};

constexpr std::size_t push_body_bytes_max = std::size_t{100} * 1024;

[[nodiscard]] inline RouteFamily push_family(std::string_view prefix, Cors const& cors) {
  return {.prefix = prefix,
          .cors = &cors,
          .push = true,
          .errors = ErrorShape::push,
          .body_bytes_max = push_body_bytes_max};
}

// The paths of calls; their socket's is not metered.
[[nodiscard]] inline RouteFamily calls_family(std::string_view prefix, Cors const& cors,
                                              bool metered = true) {
  return {.prefix = prefix,
          .cors = &cors,
          .metered = metered,
          .errors = ErrorShape::text,
          .wrong_method = "method not allowed"};
}

// /api, and what is neither that nor anything before it.
[[nodiscard]] inline std::vector<RouteFamily> ordinary_families(Cors const& cors) {
  return {{.prefix = "/api/", .cors = &cors}, {.prefix = "", .cors = &cors, .metered = false}};
}

}  // namespace switchboard::http

#pragma once
// Told of every request that the router has answered. Metrics listen here.

#include <string_view>

#include "base/instant.hpp"

namespace switchboard::http {

class RequestObserver {
 public:
  virtual ~RequestObserver() = default;

  // From any shard, for every answer, so it costs well under a microsecond and takes no lock that
  // another request holds for long. `pattern` is the route's own (`/api/users/{id}`), never a raw
  // path, and lives as long as the program: the observer may remember where it stands. `method` is
  // the request's; a method that HTTP does not define is `OTHER`.
  virtual void on_request(std::string_view pattern, std::string_view method, int status,
                          Duration took) = 0;
};

}  // namespace switchboard::http

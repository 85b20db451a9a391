#pragma once
// The API's description (OpenAPI 3.1), written from the router's own table, so that it cannot lie
// about which routes there are and who may call them.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/router.hpp"

namespace switchboard::http {

// A JSON text. Routes are told that have something to say, and all that are metered.
[[nodiscard]] std::string openapi_document(std::vector<Router::Listed> const& routes,
                                           std::string_view version);

// GET /openapi.json, of all that `router` serves by then. One shard's own; it must outlive the
// router, and the version must outlive it.
class OpenapiEndpoint {
 public:
  explicit OpenapiEndpoint(std::string_view version) : version_(version) {}
  OpenapiEndpoint(OpenapiEndpoint const&) = delete;

  void add_to(Router& router);

 private:
  std::string_view version_;
  std::string document_;  // written when it is first asked for
};

}  // namespace switchboard::http

#pragma once
// Which route a path belongs to. Built at start-up; finding one allocates nothing.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/http/request.hpp"

namespace switchboard::http {

class RouteTree {
 public:
  static constexpr std::size_t parameters_max = 4;
  static constexpr std::size_t segments_max = 16;
  static constexpr std::size_t methods = std::to_underlying(Method::other) + 1;

  struct Endpoint {
    Permission permission = Permission::admin;
    Handler handler;  // empty: no such method here
  };

  // One pattern and all that is behind it.
  struct Resource {
    std::string pattern;
    std::vector<std::string> names;  // of its parameters, in order
    std::array<Endpoint, methods> endpoints;
    std::string allow;  // for the Allow header

    // HEAD is answered by GET's. Null: not here.
    [[nodiscard]] Endpoint* endpoint(Method method);
  };

  struct Match {
    Resource* resource = nullptr;                           // null: no pattern fits
    std::array<std::string_view, parameters_max> values{};  // still percent-encoded
  };

  RouteTree();
  ~RouteTree();

  // Throws for a route without a permission, one that is there already, parameters that differ in
  // name only, and `self_or_admin` without {id} or its like. A last segment `{name...}` takes the
  // whole rest.
  void add(Route route);

  // Literal segments win over {parameters}, and both over {rest...}.
  [[nodiscard]] Match find(std::string_view path) const;

 private:
  struct Node;
  Node& grow(std::string_view pattern, std::vector<std::string>& names);

  std::unique_ptr<Node> root_;
};

}  // namespace switchboard::http

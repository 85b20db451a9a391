#include "gateway/http/route_tree.hpp"

#include <algorithm>
#include <stdexcept>

namespace switchboard::http {

struct RouteTree::Node {
  std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
  std::unique_ptr<Node> parameter;
  std::unique_ptr<Node> rest;
  std::unique_ptr<Resource> resource;
};

namespace {

constexpr std::string_view rest_mark = "...";

constexpr std::array<std::pair<Method, std::string_view>, 5> allow_order = {
    {{Method::get, "GET"},
     {Method::post, "POST"},
     {Method::put, "PUT"},
     {Method::patch, "PATCH"},
     {Method::del, "DELETE"}}};

[[noreturn]] void refuse(std::string_view pattern, std::string_view what) {
  throw std::logic_error("route " + std::string(pattern) + ": " + std::string(what));
}

// The first segment of a path that begins with '/', which loses it.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

std::string allow_of(RouteTree::Resource const& resource) {
  std::string allow;
  for (auto [method, name] : allow_order) {
    if (!resource.endpoints[std::to_underlying(method)].handler) continue;
    allow += name;
    allow += method == Method::get ? ", HEAD, " : ", ";
  }
  return allow + "OPTIONS";
}

}  // namespace

RouteTree::RouteTree() : root_(std::make_unique<Node>()) {}
RouteTree::~RouteTree() = default;

RouteTree::Endpoint* RouteTree::Resource::endpoint(Method method) {
  auto* found = &endpoints[std::to_underlying(method)];
  if (!found->handler && method == Method::head)
    found = &endpoints[std::to_underlying(Method::get)];
  return found->handler ? found : nullptr;
}

void RouteTree::add(Route route) {
  if (!route.permission) refuse(route.pattern, "nobody has said who may call it");
  if (!route.handler) refuse(route.pattern, "has no handler");
  std::vector<std::string> names;
  auto& node = grow(route.pattern, names);
  if (*route.permission == Permission::self_or_admin && std::ranges::count(names, "id") == 0)
    refuse(route.pattern, "self_or_admin needs {id}");
  if (*route.permission == Permission::push_self_or_sender &&
      std::ranges::count(names, "userId") == 0)
    refuse(route.pattern, "push_self_or_sender needs {userId}");
  if (!node.resource) {
    node.resource = std::make_unique<Resource>();
    node.resource->pattern = route.pattern;
    node.resource->names = std::move(names);
  }
  auto& resource = *node.resource;
  if (resource.pattern != route.pattern) refuse(route.pattern, "is " + resource.pattern);
  auto& endpoint = resource.endpoints[std::to_underlying(route.method)];
  if (endpoint.handler) refuse(route.pattern, "is there already");
  endpoint = {*route.permission, std::move(route.handler)};
  resource.allow = allow_of(resource);
}

RouteTree::Node& RouteTree::grow(std::string_view pattern, std::vector<std::string>& names) {
  if (!pattern.starts_with('/')) refuse(pattern, "must begin with /");
  auto* node = root_.get();
  auto grown = [](std::unique_ptr<Node>& child) {
    if (!child) child = std::make_unique<Node>();
    return child.get();
  };
  std::size_t segments = 0;
  for (auto rest = pattern; !rest.empty(); ++segments) {
    auto segment = take_segment(rest);
    if (!segment.starts_with('{')) {
      auto known = std::ranges::find(node->literals, segment, [](auto const& literal) {
        return std::string_view(literal.first);
      });
      if (known == node->literals.end())
        known = node->literals.emplace(known, segment, std::make_unique<Node>());
      node = known->second.get();
      continue;
    }
    auto name = segment.substr(1, segment.size() - 2);
    auto takes_rest = name.ends_with(rest_mark);
    if (takes_rest) name.remove_suffix(rest_mark.size());
    if (!segment.ends_with('}') || name.empty()) refuse(pattern, "has a broken parameter");
    if (takes_rest && !rest.empty()) refuse(pattern, "goes on behind its end");
    names.emplace_back(name);
    node = grown(takes_rest ? node->rest : node->parameter);
  }
  if (names.size() > parameters_max || segments > segments_max) refuse(pattern, "is too long");
  return *node;
}

RouteTree::Match RouteTree::find(std::string_view path) const {
  Match match;
  // Depth first, the better choice first; as deep as the deepest pattern and no deeper.
  auto search = [&match](auto const& self, Node const& node, std::string_view rest,
                         std::size_t count) -> bool {
    if (rest.empty()) {
      match.resource = node.resource.get();
      return match.resource != nullptr;
    }
    auto whole = rest.substr(1);
    auto segment = take_segment(rest);
    for (auto const& [literal, child] : node.literals)
      if (literal == segment && self(self, *child, rest, count)) return true;
    if (node.parameter && !segment.empty()) {
      match.values[count] = segment;
      if (self(self, *node.parameter, rest, count + 1)) return true;
    }
    if (!node.rest || whole.empty()) return false;
    match.values[count] = whole;
    match.resource = node.rest->resource.get();
    return match.resource != nullptr;
  };
  if (!path.starts_with('/') || !search(search, *root_, path, 0)) match.resource = nullptr;
  return match;
}

}  // namespace switchboard::http

#include "gateway/web/web_files.hpp"

#include <algorithm>
#include <string>

#include "gateway/web/assets.hpp"
#include "protocol/http/target.hpp"

namespace switchboard::web {
namespace {

constexpr std::string_view push_folder = "/push/";

// Nothing from other hosts, nothing inline.
constexpr std::string_view content_security_policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; connect-src ";

// The chat socket is same-origin; the push tester speaks to the server that its user names.
std::string_view connect_sources(Asset const& asset) {
  return asset.path.starts_with(push_folder) ? "'self' http: https: ws: wss:" : "'self'";
}

std::string_view body_for(Asset const& asset, std::string_view accept, http::Response& response) {
  if (!asset.brotli.empty() && http::list_has_token(accept, "br")) {
    response.with("Content-Encoding", "br");
    return asset.brotli;
  }
  if (!asset.gzip.empty() && http::list_has_token(accept, "gzip")) {
    response.with("Content-Encoding", "gzip");
    return asset.gzip;
  }
  return asset.identity;
}

http::Response serve(Asset const& asset, http::RequestHead const& head) {
  http::Response response;
  response.with("ETag", std::string(asset.etag)).with("Vary", "Accept-Encoding");
  response.with("Cache-Control",
                asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (http::list_has_token(head.header("If-None-Match").value_or(""), asset.etag)) {
    response.status = 304;
    return response;
  }
  response.with("Content-Type", std::string(asset.type));
  if (asset.type.starts_with("text/html"))
    response
        .with("Content-Security-Policy",
              std::string(content_security_policy).append(connect_sources(asset)))
        .with("Referrer-Policy", "same-origin")
        .with("X-Frame-Options", "DENY");
  response.body = body_for(asset, head.header("Accept-Encoding").value_or(""), response);
  return response;
}

bool wants_html(http::RequestHead const& head) {
  return head.header("Accept").value_or("").find("text/html") != std::string_view::npos;
}

Task<Result<http::Response>> served(Asset const& asset, http::Request& request) {
  co_return serve(asset, request.head);
}

// A page is found under its name without the ending.
http::Route route_for(Asset const& asset) {
  auto pattern = std::string(asset.path);
  if (constexpr std::string_view ending = ".html"; pattern.ends_with(ending))
    pattern.resize(pattern.size() - ending.size());
  auto handler = [&asset](http::Request& request) { return served(asset, request); };
  return {http::Method::get, std::move(pattern), http::Permission::open, std::move(handler)};
}

http::Route front_page() {
  auto handler = [](http::Request& request) -> Task<Result<http::Response>> {
    auto page = std::ranges::find(assets(), "/index.html", &Asset::path);
    if (page != assets().end() && wants_html(request.head)) co_return serve(*page, request.head);
    http::Response accepted;
    accepted.status = 202;
    co_return accepted;
  };
  return {http::Method::get, "/", http::Permission::open, std::move(handler)};
}

}  // namespace

void add_web_files(http::Router& router) {
  router.add(front_page());
  for (auto const& asset : assets())
    if (asset.path != "/index.html") router.add(route_for(asset));
}

void add_push_tester(http::Router& router) {
  for (auto const& asset : assets())
    if (asset.path.starts_with(push_folder)) router.add(route_for(asset));
}

}  // namespace switchboard::web

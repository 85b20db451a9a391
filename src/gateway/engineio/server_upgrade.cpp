// How a WebSocket comes to its session, and which origins a browser may come from.

#include <algorithm>
#include <utility>

#include "gateway/engineio/errors.hpp"
#include "gateway/engineio/server.hpp"
#include "gateway/engineio/web_socket_transport.hpp"
#include "runtime/shards.hpp"

namespace switchboard::engineio {

Server::Opened Server::refused(http::Request const& request, int status,
                               std::string_view why) const {
  Opened opened;
  http::Response response;
  response.status = status;
  response.with("Content-Type", "application/json");
  for (auto& header : cors_headers(request.head)) response.headers.push_back(std::move(header));
  response.body = why;
  opened.refusal = std::move(response);
  return opened;
}

Task<Result<http::UpgradeDoor::Opened>> Server::open(http::Request& request,
                                                     websocket::Handshake const& /*handshake*/) {
  auto asked = read(request, true);
  if (!asked.refusal.empty()) co_return refused(request, 400, asked.refusal);
  if (!origin_allowed(request.head))
    co_return refused(request, 403, R"({"code":4,"message":"Forbidden"})");
  if (!asked.query.sid.empty()) {
    auto taking = take_over(request, std::move(asked.query.sid));
    co_return co_await taking;
  }
  auto refusing = host_.refuse(request);
  if (auto why = co_await refusing)
    co_return refused(request, 403, R"({"code":4,"message":")" + *why + R"("})");
  Opened opened;
  opened.protocol = std::make_unique<WebSocketTransport>(*this, host_.make(request));
  opened.headers = cors_headers(request.head);
  for (auto& header : host_.opening_headers(request)) opened.headers.push_back(std::move(header));
  co_return std::move(opened);
}

// The connection goes on where its session lives.
Task<Result<http::UpgradeDoor::Opened>> Server::take_over(http::Request& request, std::string sid) {
  auto& home = *home_of(sid);
  auto look = [&home, &sid] {
    auto* session = home.find(sid);
    return session == nullptr ? unknown_session
                              : (session->may_upgrade() ? std::string_view() : bad_request);
  };
  auto looking = runtime::call(home.loop(), std::move(look));
  auto why = co_await looking;
  if (!why.empty()) co_return refused(request, 400, why);
  Opened opened;
  opened.protocol = std::make_unique<WebSocketTransport>(home, std::move(sid));
  opened.home = &home.edge();
  opened.headers = cors_headers(request.head);
  co_return std::move(opened);
}

websocket::ExtraHeaders Server::cors_headers(http::RequestHead const& head) const {
  if (std::ranges::find(options_.origins, "*") != options_.origins.end())
    return {{"Access-Control-Allow-Origin", "*"}};
  auto origin = head.header("Origin");
  if (!origin || std::ranges::find(options_.origins, *origin) == options_.origins.end())
    return {{"Vary", "Origin"}};
  return {{"Access-Control-Allow-Origin", std::string(*origin)}, {"Vary", "Origin"}};
}

// Without `Origin` it is no browser; the very host that was asked is our own page.
bool Server::origin_allowed(http::RequestHead const& head) const {
  auto origin = head.header("Origin");
  if (!origin) return true;
  auto scheme_end = origin->find("://");
  auto same = scheme_end != std::string_view::npos &&
              origin->substr(scheme_end + 3) == head.header("Host").value_or("");
  return same || std::ranges::any_of(options_.origins, [&](std::string const& each) {
           return each == "*" || each == *origin;
         });
}

}  // namespace switchboard::engineio

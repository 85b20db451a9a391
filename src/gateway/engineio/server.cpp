#include "gateway/engineio/server.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encoding.hpp"
#include "base/expects.hpp"
#include "base/random.hpp"
#include "gateway/engineio/errors.hpp"
#include "gateway/engineio/web_socket_transport.hpp"
#include "runtime/shards.hpp"

namespace switchboard::engineio {
namespace {

constexpr std::size_t sid_bytes = 15;  // 20 characters; the first byte says which shard

std::int64_t milliseconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

http::Response json_answer(int status, std::string_view body) {
  http::Response response;
  response.status = status;
  response.with("Content-Type", "application/json");
  response.body = body;
  return response;
}

std::string forbidden(std::string_view message) {
  return R"({"code":4,"message":")" + std::string(message) + R"("})";
}

http::Response poll_answer(PollAnswer answer, bool posted) {
  if (answer.status != 200) return json_answer(answer.status, answer.body);
  http::Response response;
  response.with("Content-Type", posted ? "text/html" : "text/plain; charset=UTF-8");
  if (!posted) response.with("Cache-Control", "no-store");
  response.body = std::move(answer.body);
  return response;
}

}  // namespace

Task<std::optional<std::string>> Host::refuse(http::Request const& /*request*/) {
  co_return std::nullopt;
}

websocket::ExtraHeaders Host::opening_headers(http::Request const& /*request*/) { return {}; }

Server::Server(gateway::Edge& edge, Options const& options, Host& host, Servers& servers)
    : edge_(edge),
      options_(options),
      host_(host),
      servers_(servers),
      socket_options_{.limits = {.message_bytes_max = options.max_payload},
                      .ping_interval = {},
                      .unread_bytes_max = options.unread_bytes_max,
                      .gives_reasons = false} {
  expects(edge.loop.index() < 256, "at most 256 shards");
  servers_.resize(std::max(servers_.size(), edge.loop.index() + 1));
  servers_[edge.loop.index()] = this;
}

Server::~Server() = default;

bool Server::serves(std::string_view path) const { return path.starts_with(options_.path); }

std::string& Server::scratch() {
  scratch_.clear();
  return scratch_;
}

std::string Server::opening(std::string_view sid, bool may_upgrade) const {
  std::string packet;
  append_open(packet, {.sid = sid,
                       .may_upgrade = may_upgrade,
                       .ping_interval_ms = milliseconds(options_.ping_interval),
                       .ping_timeout_ms = milliseconds(options_.ping_timeout),
                       .max_payload = static_cast<std::int64_t>(options_.max_payload)});
  return packet.substr(1);
}

std::string Server::next_id() const {
  std::array<std::uint8_t, sid_bytes> bytes;
  fill_random(bytes);
  bytes[0] = static_cast<std::uint8_t>(edge_.loop.index());
  return to_base64url({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

std::optional<std::size_t> shard_of(std::string_view id) {
  auto bytes = from_base64url(id);
  if (!bytes || bytes->size() != sid_bytes) return std::nullopt;
  return static_cast<std::uint8_t>(bytes->front());
}

Server* Server::home_of(std::string_view sid) const {
  auto shard = shard_of(sid);
  return shard && *shard < servers_.size() ? servers_[*shard] : nullptr;
}

Session* Server::find(std::string_view sid) {
  auto found = sessions_.find(sid);
  return found == sessions_.end() ? nullptr : found->second.get();
}

Session& Server::open_session(std::shared_ptr<Application> application) {
  auto session = std::make_unique<Session>(*this, next_id(), std::move(application));
  auto& opened = *session;
  sessions_.emplace(opened.sid(), std::move(session));
  return opened;
}

void Server::forget(Session& session) {
  auto found = sessions_.find(session.sid());
  if (found == sessions_.end()) return;
  stop_counting(session);
  auto gone = std::move(found->second);
  sessions_.erase(found);
  edge_.loop.destroy_later([gone = std::move(gone)]() mutable { gone.reset(); });
}

void Server::stop_counting(Session const& session) {
  auto counted = polling_.find(session.counted_for());
  if (counted != polling_.end() && --counted->second == 0) polling_.erase(counted);
}

void Server::close_polling() {
  std::vector<std::string> sids;
  for (auto const& [sid, session] : sessions_)
    if (!session->framed()) sids.emplace_back(sid);
  for (auto const& sid : sids)
    if (auto* session = find(sid)) session->close();
}

// The order of the checks is that of the server that clients were written for.
Server::Asked Server::read(http::Request const& request, bool upgrade) const {
  Asked asked{Transport::unknown, read_query(request.head.query), {}};
  if (asked.query.transport == "polling") asked.transport = Transport::polling;
  if (asked.query.transport == "websocket") asked.transport = Transport::websocket;
  auto opens = asked.query.sid.empty();
  auto mismatch = (asked.transport == Transport::websocket) != upgrade;
  if (asked.transport == Transport::unknown)
    asked.refusal = unknown_transport;
  else if (!opens && home_of(asked.query.sid) == nullptr)
    asked.refusal = unknown_session;
  else if (opens && request.head.method != http::Method::get)
    asked.refusal = bad_method;
  else if (mismatch)
    asked.refusal = bad_request;
  else if (opens && asked.query.eio != "4")
    asked.refusal = bad_version;
  return asked;
}

Task<http::Response> Server::handle(http::Request& request) {
  auto answering = answer(request);
  auto response = co_await answering;
  for (auto& header : cors_headers(request.head)) response.headers.push_back(std::move(header));
  co_return response;
}

Task<http::Response> Server::answer(http::Request& request) {
  auto const& head = request.head;
  if (head.method == http::Method::options) {
    http::Response response;
    response.status = 204;
    response.with("Access-Control-Allow-Methods", "GET,POST");
    if (auto asked = head.header("Access-Control-Request-Headers"))
      response.with("Access-Control-Allow-Headers", std::string(*asked));
    response.with("Vary", "Access-Control-Request-Headers").with("Content-Length", "0");
    co_return response;
  }
  auto asked = read(request, false);
  if (!asked.refusal.empty()) co_return json_answer(400, asked.refusal);
  if (asked.query.sid.empty()) {
    auto opening = open_polling(request);
    co_return co_await opening;
  }
  auto posted = head.method == http::Method::post;
  if (!posted && head.method != http::Method::get) co_return json_answer(400, bad_request);
  if (request.body.size() > options_.max_payload) {
    http::Response too_large;
    too_large.status = 413;
    co_return too_large;
  }
  auto type = head.header("Content-Type");
  if (posted && type && type->starts_with("application/octet-stream"))
    co_return json_answer(400, bad_request);
  auto& home = *home_of(asked.query.sid);
  auto passing = pass_on(request, home, std::move(asked.query.sid));
  co_return co_await passing;
}

Task<http::Response> Server::open_polling(http::Request& request) {
  if (!origin_allowed(request.head)) co_return json_answer(403, forbidden("Forbidden"));
  auto refusing = host_.refuse(request);
  if (auto why = co_await refusing) co_return json_answer(403, forbidden(*why));
  if (sessions_.size() >= options_.sessions_max) {
    auto full = json_answer(503, forbidden("Too many sessions"));
    co_return full.with("Retry-After", "5");
  }
  if (options_.polling_each_max > 0 && polling_[request.peer] >= options_.polling_each_max) {
    auto busy = json_answer(429, forbidden("Too many sessions"));
    co_return busy.with("Retry-After", "5");
  }
  auto& session = open_session(host_.make(request));
  session.count_for(request.peer);
  ++polling_[request.peer];
  auto response = poll_answer({200, "0" + opening(session.sid(), true)}, false);
  for (auto& header : host_.opening_headers(request)) response.headers.push_back(std::move(header));
  session.start(nullptr);
  co_return response;
}

// To the session's own shard, and back with what it says.
Task<http::Response> Server::pass_on(http::Request& request, Server& home, std::string sid) {
  auto posted = request.head.method == http::Method::post;
  auto reply = std::make_shared<PollReply>();
  request.on_peer_gone = [&home, sid, reply] {
    home.loop().post([&home, sid, reply] {
      if (auto* session = home.find(sid)) session->on_peer_gone(*reply);
    });
  };
  auto job = [&home, sid = std::move(sid), posted, body = std::move(request.body), reply] {
    home.on_request(sid, posted, body, reply);
  };
  if (&home == this)
    job();
  else
    home.loop().post(std::move(job));
  auto answer = co_await *reply;
  request.on_peer_gone = nullptr;
  co_return poll_answer(std::move(answer), posted);
}

void Server::on_request(std::string const& sid, bool posted, std::string const& body,
                        std::shared_ptr<PollReply> reply) {
  auto* session = find(sid);
  if (session == nullptr)
    return PollReply::give(std::move(reply), {400, std::string(unknown_session)});
  if (posted)
    session->receive(body, std::move(reply));
  else
    session->poll(std::move(reply));
}

}  // namespace switchboard::engineio

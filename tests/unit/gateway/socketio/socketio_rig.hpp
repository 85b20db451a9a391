#pragma once
// A node's Socket.IO servers, pumped by hand, with clients that speak frame by frame.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/socketio/server.hpp"
#include "protocol/http/head_parser.hpp"
#include "unit/gateway/websocket/session_rig.hpp"

namespace switchboard::tests {

// Lets everybody in, into the room of the namespace, and keeps what they say.
class OpenNamespace final : public socketio::Namespace {
 public:
  std::vector<std::string> heard;
  std::vector<socketio::Socket*> sockets;  // in the order in which they came; never forgotten
  bool recoverable = false;

  Task<Result<std::unique_ptr<socketio::Listener>>> admit(socketio::Socket& socket,
                                                          std::string /*auth*/) override {
    if (recoverable) socket.make_recoverable("somebody");
    socket.join(ChannelName("room"));
    sockets.push_back(&socket);
    co_return std::make_unique<Ear>(*this);
  }
  Task<Result<socketio::Identity>> identify(socketio::Handshake const& /*handshake*/,
                                            std::string /*auth*/) override {
    co_return socketio::Identity{"somebody", std::nullopt};
  }

 private:
  struct Ear final : socketio::Listener {
    explicit Ear(OpenNamespace& of) : owner(of) {}
    void on_connection(socketio::Socket& /*socket*/) override {}
    void on_event(socketio::Event const& event) override {
      auto& line = owner.heard.emplace_back(event.name);
      for (auto argument : event.arguments) line.append(" ").append(argument);
      for (auto const& attachment : event.attachments) line.append(" +").append(attachment);
    }
    void on_disconnect(std::string_view reason) override { owner.heard.emplace_back(reason); }
    OpenNamespace& owner;
  };
};

class SocketIoRig {
 public:
  explicit SocketIoRig(socketio::Options wanted = {}, std::size_t shard_count = 1)
      : options(std::move(wanted)), shards(clock, shard_count) {
    for (std::size_t i = 0; i < shard_count; ++i) {
      edges.push_back(std::make_unique<gateway::Edge>(shards[i], log, sessions));
      servers.push_back(std::make_unique<socketio::Server>(
          socketio::Server::Parts{*edges[i], options, fan_out, doors, by_shard, {}}));
      for (auto const* name : {"/", "/other"}) {
        auto open = std::make_unique<OpenNamespace>();
        if (name == std::string_view("/")) names.push_back(open.get());
        servers.back()->add(name, std::move(open));
      }
    }
  }
  ~SocketIoRig() {
    for (std::size_t i = 0; i < shards.size(); ++i) {
      shards[i].adopt_thread();
      servers[i]->door().close_polling();
      while (!edges[i]->connections.empty()) edges[i]->connections.back()->abort();
    }
    pump();
    shards[shards.size() - 1].release_thread();
  }
  SocketIoRig(SocketIoRig const&) = delete;

  // On whatever shard has something to do, until none has.
  void pump() {
    for (bool happened = true; happened;) {
      happened = false;
      for (std::size_t i = 0; i < shards.size(); ++i) {
        shards[i].adopt_thread();
        happened |= shards[i].turn(Duration::zero());
      }
    }
    shards[0].adopt_thread();
  }
  void advance(Duration duration) {
    clock.advance(duration);
    pump();
  }

  // What an HTTP request is answered with; nothing while it waits.
  struct Exchange {
    http::Request request;
    std::optional<http::Response> response;
  };
  std::shared_ptr<Exchange> ask(std::string const& method, std::string const& query,
                                std::string body = {}, std::size_t shard = 0) {
    auto exchange = std::make_shared<Exchange>();
    fill(exchange->request, method, query, std::move(body));
    shards[shard].adopt_thread();
    start(
        servers[shard]->door().handle(exchange->request),
        [exchange](http::Response answer) { exchange->response = std::move(answer); },
        [](auto const& /*thrown*/) { FAIL("no request throws"); });
    pump();
    return exchange;
  }

  socketio::Options options;
  ManualClock clock;
  runtime::Fd nowhere{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  Log log{clock, {.level = Level::error, .areas = {}, .fd = nowhere.get()}};
  CountedSessions sessions;
  runtime::Shards shards;
  gateway::Seats seats{shards[0], {.all_max = 100}};
  delivery::FanOut fan_out{shards, {}, [](auto const&, auto const&) {}};
  std::vector<std::unique_ptr<gateway::Edge>> edges;
  engineio::Servers doors;
  std::vector<socketio::Server*> by_shard;
  std::vector<std::unique_ptr<socketio::Server>> servers;
  std::vector<OpenNamespace*> names;  // `/` of each shard

  static void fill(http::Request& request, std::string const& method, std::string const& query,
                   std::string body) {
    request.head_bytes =
        method + " /socket.io/?EIO=4&" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    http::HeadParser parser;
    REQUIRE(parser.parse(request.head_bytes, request.head) == http::HeadParser::Outcome::complete);
    request.body = std::move(body);
  }
};

// One client over a WebSocket. Engine.IO's frames are told without their first digit's quotes:
// `text 40{…}`, `binary …`.
class FrameClient {
 public:
  // `query`: of a session that polls, to take it over; else it opens one of its own.
  explicit FrameClient(SocketIoRig& of, std::size_t shard = 0, std::string const& query = {})
      : rig_(of) {
    http::Request request;
    SocketIoRig::fill(request, "GET", "transport=websocket" + query, {});
    rig_.shards[shard].adopt_thread();
    std::unique_ptr<gateway::Protocol> protocol;
    start(
        rig_.servers[shard]->door().open(request, {}),
        [&](Result<http::UpgradeDoor::Opened> opened) { protocol = std::move(opened->protocol); },
        [](auto const& /*thrown*/) { FAIL("no request throws"); });
    rig_.pump();
    REQUIRE(protocol);
    auto pair = runtime::stream_pair();
    peer_ = std::make_unique<Peer>(std::move(pair.theirs));
    auto seat = rig_.seats.take("peer").value();
    rig_.shards[shard].adopt_thread();
    gateway::Connection::open(*rig_.edges[shard],
                              {.fd = std::move(pair.ours), .seat = std::move(seat), .tls = {}},
                              std::move(protocol));
    if (query.empty()) CHECK(hear().at(0).starts_with("text 0{"));
  }

  void say(std::string_view text) { send(websocket::text_frame(text)); }
  void say_bytes(std::string_view bytes) { send(websocket::client_frame(2, bytes)); }
  // What came since, without heartbeats, which are answered.
  Lines hear() {
    rig_.pump();
    auto lines = in_words(peer_->receive());
    if (std::erase(lines, "text 2") > 0) say("3");
    return lines;
  }
  // Enters `/`; the id that others know it by.
  std::string enter(std::string_view auth = "") {
    say("40" + std::string(auth));
    auto lines = hear();
    REQUIRE(!lines.empty());
    REQUIRE(lines[0].starts_with(R"(text 40{"sid":")"));
    welcome = lines[0];
    return lines[0].substr(15, 20);
  }
  [[nodiscard]] bool over() const { return peer_->over(); }
  void end() {
    peer_.reset();
    rig_.pump();
  }

  std::string welcome;

 private:
  // In pieces that fit into the socket.
  void send(std::string_view frames) {
    constexpr std::size_t piece = 64 * 1024;
    for (std::size_t at = 0; at < frames.size(); at += piece) {
      REQUIRE(peer_->send(frames.substr(at, piece)));
      rig_.pump();
    }
  }

  SocketIoRig& rig_;
  std::unique_ptr<Peer> peer_;
};

inline std::string header_of(http::Response const& response, std::string_view name) {
  for (auto const& [known, text] : response.headers)
    if (known == name) return text;
  return {};
}

// One client that polls.
class PollClient {
 public:
  explicit PollClient(SocketIoRig& of) : rig_(of) {
    auto answer = rig_.ask("GET", "transport=polling");
    REQUIRE(answer->response);
    auto const& body = answer->response->body;
    auto at = body.find(R"("sid":")") + 7;
    sid_ = "&sid=" + body.substr(at, 20);
  }
  [[nodiscard]] std::string const& query() const { return sid_; }

  void say(std::string body) {
    auto answer = rig_.ask("POST", "transport=polling" + sid_, std::move(body));
    REQUIRE(answer->response);
    CHECK(answer->response->body == "ok");
  }
  // The packets that the next poll is answered with; none when it would wait.
  Lines hear() {
    if (!waiting_) waiting_ = rig_.ask("GET", "transport=polling" + sid_);
    rig_.pump();
    if (!waiting_->response) return {};
    auto body = std::exchange(waiting_, {})->response->body;
    Lines packets;
    for (std::string_view rest = body; !rest.empty();) {
      auto end = rest.find('\x1e');
      packets.emplace_back(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return packets;
  }
  void enter() {
    say("40");
    CHECK(hear().at(0).starts_with("40{"));
  }

 private:
  SocketIoRig& rig_;
  std::string sid_;
  std::shared_ptr<SocketIoRig::Exchange> waiting_;
};

}  // namespace switchboard::tests

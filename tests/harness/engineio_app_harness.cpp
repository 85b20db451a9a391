// Engine.IO at /engine.io/, as an application's server: greets, echoes, refuses whom `deny` names,
// sets cookies, and takes no more than 100 bytes at once.

#include "protocol/http/response_writer.hpp"
#include "protocol/http/target.hpp"
#include "runtime/striped_map.hpp"
#include "support/engineio_rig.hpp"
#include "support/harness_server.hpp"
#include "support/headers_json.hpp"

using namespace switchboard;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

// What the last POST of each session said, as JSON. The request may come in on another shard than
// the session's.
using LastHeaders = runtime::StripedMap<std::string, std::string>;

class Application final : public engineio::Application {
 public:
  Application(LastHeaders& posted, std::string opening)
      : posted_(posted), opening_(std::move(opening)) {}

  void on_start(engineio::Session& session) override {
    session_ = &session;
    session.send_text("hi");
  }
  void on_text(std::string_view message) override {
    if (message == "give binary")
      session_->send_binary("\x00\x01\x02\x03\x04"sv);
    else if (message == "give utf8")
      session_->send_text("пойду спать всем спокойной ночи");
    else if (message == "sendHeaders")
      session_->send_text(headers());
    else
      session_->send_text(message);
  }
  void on_binary(std::string_view message) override { session_->send_binary(message); }
  void on_end(std::string_view /*reason*/) override {}

 private:
  [[nodiscard]] std::string headers() {
    auto found = opening_;
    posted_.update_present(session_->sid(), [&](std::string const& last) { found = last; });
    return found;
  }

  LastHeaders& posted_;
  std::string opening_;  // the headers of the request that opened the session
  engineio::Session* session_ = nullptr;
};

struct ApplicationHost final : engineio::Host {
  explicit ApplicationHost(LastHeaders& last) : posted(last) {}

  Task<std::optional<std::string>> refuse(http::Request const& request) override {
    std::optional<std::string> why;
    if (http::query_value(request.head.query, "deny")) why = "Forbidden";
    co_return why;
  }
  std::shared_ptr<engineio::Application> make(http::Request const& request) override {
    return std::make_shared<Application>(posted, harness::headers_json(request.head.headers()));
  }
  websocket::ExtraHeaders opening_headers(http::Request const& /*request*/) override {
    auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return {{"Set-Cookie", "1=1; Max-Age=86400"},
            {"Set-Cookie", "2=2; Path=/; HttpOnly; Secure; SameSite=Strict"},
            {"Set-Cookie", "3=3; Max-Age=0"},
            {"Set-Cookie", "4=4; Expires=" + http::imf_fixdate(now)}};
  }

  LastHeaders& posted;
};

// Looks at each POST before the server gets it.
class Door final : public http::UpgradeDoor, public http::RequestHandler {
 public:
  Door(std::unique_ptr<engineio::Server> server, LastHeaders& posted)
      : server_(std::move(server)), posted_(posted) {}

  [[nodiscard]] bool serves(std::string_view path) const override { return server_->serves(path); }
  [[nodiscard]] bool deflate_allowed() const override { return server_->deflate_allowed(); }
  [[nodiscard]] RequestHandler* without_upgrade() override { return this; }
  Task<Result<Opened>> open(http::Request& request,
                            websocket::Handshake const& handshake) override {
    return server_->open(request, handshake);
  }
  Task<http::Response> handle(http::Request& request) override {
    auto sid = http::query_value(request.head.query, "sid");
    if (sid && request.head.method == http::Method::post) {
      auto headers = harness::headers_json(request.head.headers());
      posted_.update(*sid, [&](std::string& last) { last = std::move(headers); });
    }
    return server_->without_upgrade()->handle(request);
  }

 private:
  std::unique_ptr<engineio::Server> server_;
  LastHeaders& posted_;
};

}  // namespace

int main() {
  engineio::Options const options{
      .path = "/engine.io/", .ping_interval = 500ms, .max_payload = 100};
  LastHeaders posted(10'000);
  ApplicationHost host(posted);
  engineio::Servers servers;
  harness::HarnessServer server(2);
  server.run([&](gateway::Edge& edge, std::size_t /*shard*/) {
    auto made = std::make_unique<engineio::Server>(edge, options, host, servers);
    harness::HarnessServer::Service service{std::make_unique<harness::NotFound>(), {}};
    service.upgrades.push_back(std::make_unique<Door>(std::move(made), posted));
    return service;
  });
}

#pragma once
// The push API as its own listener and the main one serve it, over an inbox in memory.

#include <string>
#include <utility>
#include <vector>

#include "gateway/http/inbox_endpoints.hpp"
#include "gateway/http/push_endpoints.hpp"
#include "unit/gateway/http/http_rig.hpp"

namespace switchboard::tests {

struct Disconnected final : ports::PushSessions {
  void disconnect(std::size_t shard, SessionId session) override {
    all.emplace_back(shard, session);
  }
  std::vector<std::pair<std::size_t, SessionId>> all;
};

class PushHttpRig : public HttpRig {
 public:
  explicit PushHttpRig(accounts::Settings settings = rig_settings(),
                       accounts::SubjectAuthenticator::Rules rules = {},
                       std::vector<std::string> origins = {"*"})
      : HttpRig(std::move(settings)),
        push_cors(std::move(origins)),
        subjects(rig_secret, accounts.accounts.directory, accounts.clock, log, std::move(rules)) {
    endpoints.add_to(push_router);
    endpoints.add_to(main_router);
    inbox.add_to(main_router);
  }

  // A token of a backend with our secret.
  static std::string mint(std::string const& sub, std::string const& claims = {}) {
    auto key = jose::Key::hmac(rig_secret);
    return jose::sign_compact(R"({"sub":")" + sub + '"' + claims + '}', *key);
  }
  static std::string sender() { return mint("backend", R"(,"scope":"push:send")"); }

  http::Response push(Call const& call) { return send_to(push_router, call); }
  http::Response post(std::string path, std::string body, std::string token = sender()) {
    return push({.method = "POST",
                 .target = "/websocket/" + path,
                 .token = std::move(token),
                 .body = std::move(body)});
  }
  http::Response fetch(std::string path, std::string token = sender()) {
    return push({.target = "/websocket/" + path, .token = std::move(token)});
  }
  http::Response remove(std::string path, std::string token = sender()) {
    return push({.method = "DELETE", .target = "/websocket/" + path, .token = std::move(token)});
  }

  void connect(std::string const& subject, std::uint64_t session = 1) {
    connections.enter(subject,
                      {0, SessionId(session), "socket-" + subject, accounts.clock.timestamp()}, 1);
  }
  [[nodiscard]] std::string now() const { return to_rfc3339(accounts.clock.timestamp()); }

  http::Cors push_cors;
  accounts::SubjectAuthenticator subjects;
  push::Connections connections;
  Disconnected sessions;
  http::PushEndpoints endpoints{{connections, published, accounts.store.inboxes(), accounts.clock},
                                sessions};
  http::InboxEndpoints inbox{accounts.store.inboxes(), accounts.clock};
  http::Router push_router{parts({http::push_family("", push_cors)})};
  http::Router main_router{parts(main_families())};

 private:
  std::vector<http::RouteFamily> main_families() {
    auto families = http::ordinary_families(cors);
    families.insert(families.begin(), http::push_family("/websocket/", push_cors));
    return families;
  }
  http::Router::Parts parts(std::vector<http::RouteFamily> families) {
    return {.authenticator = accounts.accounts.authenticator,
            .limiter = accounts.shared.limiter,
            .cors = cors,
            .log = log,
            .clock = accounts.clock,
            .observer = &seen,
            .subjects = &subjects,
            .families = std::move(families)};
  }
};

// What the push API says of a failure.
inline std::string push_error(std::string_view message) {
  return R"({"error":{"message":")" + std::string(message) + R"("}})";
}

}  // namespace switchboard::tests

#pragma once
// Requests as a client would write them, through the whole router, over accounts and rooms in
// memory.

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "features/chat/post_message.hpp"
#include "gateway/http/find_endpoints.hpp"
#include "gateway/http/member_endpoints.hpp"
#include "gateway/http/post_endpoint.hpp"
#include "gateway/http/room_endpoints.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/sign_in_endpoints.hpp"
#include "gateway/http/user_endpoints.hpp"
#include "protocol/http/head_parser.hpp"
#include "unit/features/accounts/accounts_rig.hpp"

namespace switchboard::tests {

// What a test wants to send. Headers are lines without their end.
struct Call {
  std::string method = "GET";
  std::string target;
  std::string token = {};
  std::string body = {};
  std::vector<std::string> headers = {};
  std::string peer = "10.0.0.1";
};

struct Seen final : http::RequestObserver {
  void on_request(std::string_view pattern, std::string_view method, int status,
                  Duration took) override {
    last = std::string(method) + ' ' + std::string(pattern) + ' ' + std::to_string(status);
    negative = negative || took < Duration::zero();
  }
  std::string last;
  bool negative = false;
};

struct Published final : ports::Publisher {
  void publish(Publication publication) override { all.push_back(std::move(publication)); }
  std::vector<Publication> all;
};

class HttpRig {
 public:
  explicit HttpRig(accounts::Settings settings = rig_settings(),
                   std::vector<std::string> origins = {})
      : accounts(std::move(settings)), cors(std::move(origins)) {
    users.add_to(router);
    sign_ins.add_to(router);
    rooms.add_to(router);
    members.add_to(router);
    find.add_to(router);
    posts.add_to(router);
  }
  ~HttpRig() { close(log_fd); }

  http::Response send(Call const& call) { return send_to(router, call); }
  http::Response send_to(http::Router& to, Call const& call) {
    http::Request request;
    fill(request, call);
    return accounts.run(to.handle(request));
  }

  http::Response get(std::string target, std::string token = {}) {
    return send({.target = std::move(target), .token = std::move(token)});
  }

  [[nodiscard]] std::string log_text() const {
    std::string text(static_cast<std::size_t>(lseek(log_fd, 0, SEEK_END)), '\0');
    CHECK(pread(log_fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
    return text;
  }

  AccountsRig accounts;
  int log_fd = memfd_create("log", 0);
  Log log{accounts.clock, {.level = Level::debug, .areas = {}, .fd = log_fd}};
  http::Cors cors;
  Seen seen;
  Published published;
  chat::PostMessage post_message{accounts.store.messages(), published, accounts.clock};
  http::UserEndpoints users{accounts.accounts};
  http::SignInEndpoints sign_ins{accounts.accounts};
  chat::RoomChanges room_changes{{&accounts.loop}};
  chat::CreateRoom create_room{accounts.store.rooms(), accounts.clock};
  chat::OpenDirectRoom open_direct{accounts.store.rooms(), room_changes, accounts.clock};
  chat::ChangeMember change_member{accounts.store.rooms(), room_changes, accounts.clock};
  http::RoomEndpoints rooms{
      {accounts.store.rooms(), accounts.store.messages(), create_room, open_direct}};
  http::MemberEndpoints members{accounts.store.rooms(), change_member};
  chat::SearchMessages search{accounts.store.messages()};
  delivery::Attendance attendance;
  http::FindEndpoints find{{search, accounts.accounts.find_users, attendance}};
  http::PostEndpoint posts{post_message, accounts.store.messages()};
  http::Router router{
      {accounts.accounts.authenticator, accounts.shared.limiter, cors, log, accounts.clock, &seen}};

 private:
  static void fill(http::Request& request, Call const& call) {
    auto& bytes = request.head_bytes;
    bytes = call.method + ' ' + call.target + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!call.token.empty()) bytes += "Authorization: Bearer " + call.token + "\r\n";
    if (!call.body.empty()) bytes += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
    auto typed = false;
    for (auto const& header : call.headers) {
      bytes += header + "\r\n";
      typed = typed || header.starts_with("Content-Type");
    }
    if (!call.body.empty() && !typed) bytes += "Content-Type: application/json\r\n";
    bytes += "\r\n";
    http::HeadParser parser;
    REQUIRE(parser.parse(bytes, request.head) == http::HeadParser::Outcome::complete);
    request.body = call.body;
    request.peer = call.peer;
  }
};

inline std::string header_of(http::Response const& response, std::string_view name) {
  std::string value;
  for (auto const& [known, text] : response.headers)
    if (known == name) value += (value.empty() ? "" : " | ") + text;
  return value;
}

}  // namespace switchboard::tests

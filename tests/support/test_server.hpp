#pragma once
// The whole server on one thread with hand-moved time: nothing happens but what a test asks for,
// and what follows from it.

#include <fcntl.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/commands.hpp"
#include "app/server.hpp"
#include "support/manual_clock.hpp"
#include "support/store_directory.hpp"
#include "support/test_client.hpp"

namespace switchboard::tests {

// The id that a person of this name always has.
inline UserId id_of(std::string const& username) {
  Uuid id;
  std::ranges::copy(username.substr(0, 16), id.bytes.begin());
  return UserId(id);
}

class TestServer {
 public:
  explicit TestServer(std::function<void(app::Settings&)> const& change = {})
      : settings(app::default_settings()) {
    settings.data_dir = directory_.path();
    settings.sqlite_path = directory_.path() / "switchboard.db";
    settings.jwt_secret = "a secret of thirty-two bytes and more";
    settings.spark_jwt_secret = "another secret of thirty-two bytes and more";
    settings.bcrypt_cost = 4;
    if (change) change(settings);
    start();
  }

  void settle() {
    while (server_->pump()) {
    }
  }
  // In steps, so that what is due fires in its order.
  void advance(Duration duration) {
    constexpr Duration step = std::chrono::milliseconds(100);
    for (; duration > Duration::zero(); duration -= step) {
      clock.advance(std::min(duration, step));
      settle();
    }
  }
  // The same files under another process, as it were.
  void restart() {
    server_.reset();
    start();
  }

  void add_room(std::string const& id) {
    ports::NewRoom room{.id = RoomId(id), .name = id, .created_at = clock.timestamp()};
    REQUIRE(run(server_->store().rooms().create(std::move(room))));
  }
  // `alice` is Alice to the others.
  void add_person(std::string const& username, Role role = Role::client) {
    auto full_name = username;
    full_name[0] = static_cast<char>(full_name[0] - 'a' + 'A');
    ports::NewUser person{.id = id_of(username),
                          .username = username,
                          .email = username + "@example.com",
                          .password_hash = "none",
                          .full_name = full_name,
                          .phone_number = {},
                          .role = role,
                          .created_at = clock.timestamp()};
    REQUIRE(run(server_->store().users().create(std::move(person))));
  }
  [[nodiscard]] std::string token(std::string const& username,
                                  std::optional<std::chrono::seconds> expires = {}) {
    app::TokenClaims claims;
    claims.sub = id_of(username).value().to_string();
    claims.expires = expires;
    return app::mint_token(settings, claims, clock.timestamp());
  }

  [[nodiscard]] TestClient connect() {
    return {server_->connect(), [this] { settle(); }};
  }
  // A chat socket of a person who is made if need be.
  [[nodiscard]] TestClient sign_in(std::string const& username) {
    if (people_.emplace(username, true).second) add_person(username);
    auto client = connect();
    client.open("/api/chat/ws?token=" + token(username));
    auto heard = client.hear();
    REQUIRE(heard == Lines{"authenticated"});
    return client;
  }
  // The same, in a room, with everything that is said on joining heard.
  [[nodiscard]] TestClient enter(std::string const& username, std::string const& room,
                                 std::string const& extra = "") {
    auto client = sign_in(username);
    client.say(join(room, extra));
    REQUIRE(client.hear().at(0).starts_with("connected " + room));
    return client;
  }

  [[nodiscard]] static std::string join(std::string const& room, std::string const& extra = "") {
    return R"({"type":"connect","room_id":")" + room + '"' + extra + '}';
  }
  [[nodiscard]] static std::string message(std::string const& room, std::string const& content,
                                           std::string const& extra = "") {
    return R"({"type":"message","room_id":")" + room + R"(","content":")" + content + '"' + extra +
           '}';
  }

  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    std::exception_ptr thrown;
    switchboard::start(
        std::move(task), [&result](T value) { result.emplace(std::move(value)); },
        [&thrown](std::exception_ptr const& error) { thrown = error; });
    settle();
    if (thrown) std::rethrow_exception(thrown);
    REQUIRE(result.has_value());
    return std::move(*result);
  }

  [[nodiscard]] app::Server& server() { return *server_; }

  ManualClock clock;
  app::Settings settings;

 private:
  void start() {
    server_ = std::make_unique<app::Server>(settings, clock, log_,
                                            app::Server::Options{.threads = false});
    settle();
  }

  StoreDirectory directory_;
  runtime::Fd nowhere_{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  Log log_{clock, {.level = Level::info, .areas = {}, .fd = nowhere_.get()}};
  std::map<std::string, bool> people_;
  std::unique_ptr<app::Server> server_;
};

}  // namespace switchboard::tests

#pragma once
// The accounts feature of one shard, on a loop that is pumped by hand, over a store in memory.

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/memory/store.hpp"
#include "features/accounts/accounts.hpp"
#include "runtime/blocking_pool.hpp"
#include "runtime/loop.hpp"
#include "support/manual_clock.hpp"

namespace switchboard::tests {

constexpr std::string_view rig_secret = "a secret of thirty-two bytes and more";
constexpr std::string_view good_password = "SecurePass123";

inline accounts::Settings rig_settings() {
  accounts::Settings settings;
  settings.jwt_secret = rig_secret;
  settings.bcrypt_cost = 4;
  return settings;
}

class AccountsRig {
 public:
  explicit AccountsRig(accounts::Settings settings = rig_settings(),
                       memory::Pace pace = memory::Pace::at_once, std::size_t hashes_max = 64)
      : store(clock, pace),
        loop(clock),
        hashing({.name = "hashing", .threads = 0, .queue_max = hashes_max, .niceness = 0}),
        shared({store.users(), store.sign_ins(), store.api_keys()}, hashing, {&loop}, clock,
               std::move(settings)),
        accounts(shared, 0) {
    loop.adopt_thread();
  }

  // Everything that can go on without time passing.
  bool pump() {
    auto hashed = hashing.pump();
    auto stored = store.pump();
    return loop.turn(Duration::zero()) || hashed || stored;
  }

  void advance(Duration duration) {
    clock.advance(duration);
    while (pump()) {
    }
  }

  // A task under way.
  template <class T>
  struct Running {
    std::optional<T> result;
    std::exception_ptr thrown;
  };
  template <class T>
  std::unique_ptr<Running<T>> begin(Task<T> task) {
    auto running = std::make_unique<Running<T>>();
    start(
        std::move(task), [to = running.get()](T value) { to->result.emplace(std::move(value)); },
        [to = running.get()](std::exception_ptr thrown) { to->thrown = thrown; });
    return running;
  }

  template <class T>
  T run(Task<T> task) {
    auto running = begin(std::move(task));
    while (!running->result && !running->thrown && pump()) {
    }
    if (running->thrown) std::rethrow_exception(running->thrown);
    REQUIRE_MESSAGE(running->result.has_value(), "the task waits for something that never comes");
    return std::move(*running->result);
  }
  void run(Task<void> task) {
    auto with_value = [](Task<void> inner) -> Task<bool> {
      co_await inner;
      co_return true;
    };
    run(with_value(std::move(task)));
  }

  // `jane` is jane@example.com.
  static accounts::CreateUser::Input form(std::string const& name) {
    accounts::CreateUser::Input input;
    input.username = name;
    input.email = name + "@example.com";
    input.password = good_password;
    input.full_name = name + " Smith";
    return input;
  }

  User add(std::string const& name, Role role = Role::client) {
    advance(std::chrono::microseconds(1));
    ports::NewUser user{.id = UserId(Uuid::random()),
                        .username = name,
                        .email = name + "@example.com",
                        .password_hash = *run(shared.hasher.hash(std::string(good_password))),
                        .full_name = name + " Smith",
                        .phone_number = {},
                        .role = role,
                        .created_at = clock.timestamp()};
    return *run(store.users().create(std::move(user)));
  }

  [[nodiscard]] Caller caller(User const& user) const { return {user, clock.timestamp()}; }
  [[nodiscard]] std::string token(User const& user) {
    return accounts.issuer.issue(user, std::nullopt);
  }

  Result<User> update(Caller caller, UserId id, accounts::UpdateUser::Input input) {
    return run(accounts.update_user.run(std::move(caller), id, std::move(input), "127.0.0.1"));
  }
  Result<accounts::SignedIn> login(std::string const& name, std::string_view password,
                                   std::string address = "127.0.0.1") {
    accounts::Login::Input input{name + "@example.com", std::string(password)};
    SignInOrigin origin{std::move(address), "a test"};
    return run(accounts.login.run(std::move(input), std::move(origin)));
  }
  Result<Caller> authenticate(std::string token) {
    return run(accounts.authenticator.authenticate(std::move(token)));
  }

  ManualClock clock;
  memory::Store store;
  runtime::Loop loop;
  runtime::BlockingPool hashing;
  accounts::SharedAccounts shared;
  accounts::Accounts accounts;
};

// What a failure says, or nothing.
template <class T>
std::string message_of(Result<T> const& result) {
  return result ? std::string() : result.error().message;
}
template <class T>
std::optional<Errc> code_of(Result<T> const& result) {
  return result ? std::optional<Errc>() : result.error().code;
}

}  // namespace switchboard::tests

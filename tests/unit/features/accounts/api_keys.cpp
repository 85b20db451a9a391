#include "features/accounts/api_keys.hpp"

#include <doctest/doctest.h>

#include <string>

#include "features/accounts/tickets.hpp"
#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

struct Rig : AccountsRig {
  User jane = add("jane");
  accounts::ApiKeys& keys = accounts.api_keys;

  Result<accounts::ApiKeys::Output> make(accounts::ApiKeys::Input input = {.name = "laptop"}) {
    return run(keys.create(caller(jane), std::move(input)));
  }
  Result<accounts::KeyCaller> use(std::string key, std::string_view scope = calls_scope) {
    return run(accounts.key_authenticator.authenticate(std::move(key), scope));
  }
};

}  // namespace

TEST_CASE("a key is told once, is good for calls, and is kept only as a digest and a prefix") {
  Rig rig;
  auto made = rig.make();
  REQUIRE(made);
  CHECK(made->text.starts_with("sbk_"));
  CHECK(made->text.size() == 68);
  CHECK(made->key.prefix == made->text.substr(0, 12));
  auto caller = rig.use(made->text);
  REQUIRE(caller);
  CHECK(caller->user->id == rig.jane.id);
  CHECK(caller->key == made->key.id);
  auto listed = rig.run(rig.keys.list(rig.caller(rig.jane)));
  REQUIRE(listed);
  REQUIRE(listed->size() == 1);
  CHECK(listed->front().last_used_at == rig.clock.timestamp());
}

TEST_CASE("a key is good for its scopes alone") {
  Rig rig;
  accounts::ApiKeys::Input input{.name = "sender", .scopes = {{"push:send"}}};
  auto made = rig.make(input);
  REQUIRE(made);
  CHECK(code_of(rig.use(made->text)) == Errc::permission_denied);
  CHECK(rig.use(made->text, "push:send"));
}

TEST_CASE("a key lapses, and dies with its removal, and with its account") {
  Rig rig;
  auto brief = rig.make({.name = "brief", .scopes = {}, .expires_in = 60});
  auto lasting = rig.make();
  rig.advance(60s - 1us);
  CHECK(rig.use(brief->text));
  rig.advance(1us);
  CHECK(code_of(rig.use(brief->text)) == Errc::unauthenticated);
  CHECK(rig.use(lasting->text));
  CHECK(code_of(rig.run(rig.keys.remove(rig.caller(rig.add("eve")), lasting->key.id))) ==
        Errc::not_found);
  CHECK(rig.run(rig.keys.remove(rig.caller(rig.jane), lasting->key.id)));
  CHECK(code_of(rig.use(lasting->text)) == Errc::unauthenticated);

  auto another = rig.make();
  accounts::UpdateUser::Input inactive;
  inactive.active = false;
  CHECK(rig.update(rig.caller(rig.jane), rig.jane.id, inactive));
  CHECK(code_of(rig.use(another->text)) == Errc::unauthenticated);
}

TEST_CASE("what is no key is not looked for") {
  Rig rig;
  for (auto const* text : {"", "sbk_", "x", "sbk_ABCDEF"})
    CHECK(code_of(rig.use(text)) == Errc::unauthenticated);
  CHECK(code_of(rig.use(std::string(64, 'a'))) == Errc::unauthenticated);
  CHECK(code_of(rig.use("sbk_" + std::string(64, 'a'))) == Errc::unauthenticated);
}

TEST_CASE("a key's use is written down once a minute") {
  Rig rig;
  auto made = rig.make();
  auto used_at = [&] {
    CHECK(rig.use(made->text));
    return rig.run(rig.keys.list(rig.caller(rig.jane)))->front().last_used_at;
  };
  auto first = used_at();
  rig.advance(59s);
  CHECK(used_at() == first);
  rig.advance(1s);
  CHECK(used_at() == rig.clock.timestamp());
}

TEST_CASE("names, scopes and lifetimes have bounds, and both sides of each are known") {
  Rig rig;
  auto refused = [&](accounts::ApiKeys::Input input) {
    auto made = rig.make(std::move(input));
    return made ? std::string("made") : std::string(made.error().reason);
  };
  CHECK(refused({.name = ""}) == "bad_name");
  CHECK(refused({.name = std::string(100, 'x')}) == "made");
  CHECK(refused({.name = std::string(101, 'x')}) == "bad_name");
  std::vector<std::string> scopes(16, std::string(64, 'a'));
  CHECK(refused({.name = "x", .scopes = scopes}) == "made");
  CHECK(refused({.name = "x", .scopes = std::vector(17, std::string("a"))}) == "bad_scopes");
  CHECK(refused({.name = "x", .scopes = {{std::string(65, 'a')}}}) == "bad_scopes");
  for (auto const* scope : {"", "two words", "UPPER", "a,b"})
    CHECK(refused({.name = "x", .scopes = {{scope}}}) == "bad_scopes");
  CHECK(refused({.name = "x", .scopes = {}, .expires_in = 0}) == "bad_expires_in");
  CHECK(refused({.name = "x", .scopes = {}, .expires_in = 1}) == "made");
  CHECK(refused({.name = "x", .scopes = {}, .expires_in = 316'224'000}) == "made");
  CHECK(refused({.name = "x", .scopes = {}, .expires_in = 316'224'001}) == "bad_expires_in");
}

TEST_CASE("a ticket opens one socket, within half a minute") {
  Rig rig;
  auto& tickets = rig.shared.tickets;
  auto now = rig.clock.now();
  auto ticket = tickets.issue(rig.caller(rig.jane), now);
  CHECK(ticket.size() == 64);
  CHECK(ticket != tickets.issue(rig.caller(rig.jane), now));
  CHECK_FALSE(tickets.redeem("", now));
  CHECK_FALSE(tickets.redeem(ticket + "0", now));
  auto caller = tickets.redeem(ticket, now + 30s - 1ns);
  REQUIRE(caller);
  CHECK(caller->user.id == rig.jane.id);
  CHECK_FALSE(tickets.redeem(ticket, now + 1s));
  CHECK_FALSE(tickets.redeem(tickets.issue(rig.caller(rig.jane), now), now + 30s));
}

TEST_CASE("the table of tickets has a bound: the newest are good") {
  Rig rig;
  accounts::Tickets tickets(640);
  std::string last;
  for (int i = 0; i < 5000; ++i) last = tickets.issue(rig.caller(rig.jane), rig.clock.now());
  CHECK(tickets.redeem(last, rig.clock.now()));
}

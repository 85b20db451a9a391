#include "features/accounts/sign_ins.hpp"

#include <doctest/doctest.h>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

accounts::SignedIn signed_in(AccountsRig& rig, User const& user) {
  auto opened = rig.run(rig.accounts.sign_ins.open(user, {"127.0.0.1", "a test"}));
  REQUIRE(opened);
  return *opened;
}

Result<accounts::SignedIn> refresh(AccountsRig& rig, std::string token) {
  return rig.run(rig.accounts.sign_ins.refresh(std::move(token)));
}

std::string_view reason_of(Result<accounts::SignedIn> const& result) {
  return result ? "" : result.error().reason;
}

SignInId id_of(AccountsRig& rig, accounts::SignedIn const& tokens) {
  auto caller = rig.authenticate(tokens.token);
  REQUIRE(caller);
  REQUIRE(caller->sign_in);
  return *caller->sign_in;
}

}  // namespace

TEST_CASE("a sign-in's tokens are renewed, and both the old and the new access token are good") {
  AccountsRig rig;
  auto first = signed_in(rig, rig.add("jane"));
  auto second = refresh(rig, first.refresh_token);
  REQUIRE(second);
  CHECK(second->refresh_token != first.refresh_token);
  CHECK(second->user == first.user);
  CHECK(id_of(rig, *second) == id_of(rig, first));
}

TEST_CASE("whoever failed to store the answer asks again and gets the same") {
  AccountsRig rig;
  auto first = signed_in(rig, rig.add("jane"));
  auto second = refresh(rig, first.refresh_token);
  rig.advance(1h);
  auto again = refresh(rig, first.refresh_token);
  REQUIRE(again);
  CHECK(again->refresh_token == second->refresh_token);
}

TEST_CASE("a refresh token that was used long ago ends the sign-in, access tokens and all") {
  AccountsRig rig;
  auto first = signed_in(rig, rig.add("jane"));
  auto second = refresh(rig, first.refresh_token);
  auto third = refresh(rig, second->refresh_token);
  CHECK(refresh(rig, first.refresh_token));
  rig.advance(10s);
  CHECK(reason_of(refresh(rig, first.refresh_token)) == "refresh_token_reused");
  CHECK(reason_of(refresh(rig, third->refresh_token)) == "refresh_token_revoked");
  CHECK(code_of(rig.authenticate(third->token)) == Errc::unauthenticated);
}

TEST_CASE("garbage and tokens of another server never get as far as the store") {
  AccountsRig rig;
  rig.store.refuse_writes(true);
  auto foreign_key = jose::refresh_key("another secret of thirty-two bytes!!");
  auto foreign = jose::encode(jose::RefreshToken{Uuid::random(), 0}, foreign_key);
  for (auto const& token : {std::string(), std::string("garbage"), foreign})
    CHECK(reason_of(refresh(rig, token)) == "refresh_token_invalid");
}

TEST_CASE("a sign-in whose tokens nobody renews lapses, and each renewal begins its time anew") {
  auto settings = rig_settings();
  settings.token_lifetime = 60s;
  settings.refresh_lifetime = 3600s;
  AccountsRig rig(settings);
  auto tokens = signed_in(rig, rig.add("jane"));
  rig.advance(3599s);
  auto renewed = refresh(rig, tokens.refresh_token);
  REQUIRE(renewed);
  rig.advance(3599s);
  renewed = refresh(rig, renewed->refresh_token);
  REQUIRE(renewed);
  rig.advance(3600s);
  CHECK(reason_of(refresh(rig, renewed->refresh_token)) == "refresh_token_revoked");
}

TEST_CASE("no sign-in ends before its access token") {
  auto settings = rig_settings();
  settings.refresh_lifetime = 60s;
  AccountsRig rig(settings);
  auto tokens = signed_in(rig, rig.add("jane"));
  rig.advance(86'400s);
  CHECK(refresh(rig, tokens.refresh_token));
}

TEST_CASE("a sign-in that ended lets its tokens in nowhere, and leaves the others alone") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto here = signed_in(rig, jane);
  auto there = signed_in(rig, jane);
  CHECK(rig.authenticate(there.token));
  CHECK(rig.run(rig.accounts.sign_ins.end(jane.id, id_of(rig, there))));
  CHECK(code_of(rig.authenticate(there.token)) == Errc::unauthenticated);
  CHECK(reason_of(refresh(rig, there.refresh_token)) == "refresh_token_revoked");
  CHECK(rig.authenticate(here.token));
  CHECK(rig.run(rig.accounts.sign_ins.list(jane.id))->size() == 1);
}

TEST_CASE("logging out everywhere can spare the one who asks") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto here = signed_in(rig, jane);
  auto there = signed_in(rig, jane);
  CHECK(rig.run(rig.accounts.sign_ins.end_all(jane.id, id_of(rig, here))));
  CHECK(rig.authenticate(here.token));
  CHECK_FALSE(rig.authenticate(there.token));
  CHECK(rig.run(rig.accounts.sign_ins.end_all(jane.id, std::nullopt)));
  CHECK_FALSE(rig.authenticate(here.token));
}

TEST_CASE("a new password and a deactivation end refresh tokens too") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto before = signed_in(rig, jane);
  accounts::UpdateUser::Input change;
  change.password = "NewSecurePass456";
  auto changed = rig.update(rig.caller(jane), jane.id, change);
  REQUIRE(changed);
  CHECK(reason_of(refresh(rig, before.refresh_token)) == "refresh_token_revoked");
  auto after = signed_in(rig, *changed);
  accounts::UpdateUser::Input inactive;
  inactive.active = false;
  CHECK(rig.update(rig.caller(*changed), jane.id, inactive));
  CHECK(reason_of(refresh(rig, after.refresh_token)) == "refresh_token_revoked");
}

TEST_CASE("one sign-in too many ends the oldest, whose token is refused at once") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto oldest = signed_in(rig, jane);
  for (std::size_t i = 1; i < sign_ins_max; ++i) {
    rig.advance(1us);
    signed_in(rig, jane);
  }
  CHECK(rig.authenticate(oldest.token));
  rig.advance(1us);
  signed_in(rig, jane);
  CHECK_FALSE(rig.authenticate(oldest.token));
}

TEST_CASE("`sid` of a token that we did not issue is nobody's sign-in and no reason to refuse it") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  CHECK(accounts::sign_in_of(std::nullopt, Uuid::random().to_string()) == std::nullopt);
  CHECK(accounts::sign_in_of(0, std::nullopt) == std::nullopt);
  CHECK(rig.authenticate(rig.accounts.issuer.issue(jane, std::nullopt)));
  CHECK_FALSE(rig.authenticate(rig.accounts.issuer.issue(jane, SignInId(Uuid::random()))));
}

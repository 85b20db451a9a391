#include "features/accounts/authenticator.hpp"

#include <doctest/doctest.h>

#include "protocol/jose/access_token.hpp"
#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

std::int64_t seconds_now(AccountsRig const& rig) {
  return std::chrono::floor<std::chrono::seconds>(rig.clock.timestamp()).time_since_epoch().count();
}

// A token as somebody else with the same secret would sign it.
std::string foreign_token(AccountsRig const& rig, User const& user, std::int64_t issued_at,
                          std::string_view secret = rig_secret) {
  auto key = *jose::Key::hmac(secret);
  jose::AccessTokenClaims claims;
  claims.sub = user.id.value();
  claims.name = user.username;
  claims.email = user.email.value_or("");
  claims.role = "admin";  // whatever it says, the account decides
  claims.iat = issued_at;
  claims.exp = seconds_now(rig) + 3600;
  return jose::encode(claims, key);
}

accounts::UpdateUser::Input new_password() {
  accounts::UpdateUser::Input input;
  input.password = "NewSecurePass456";
  return input;
}

}  // namespace

TEST_CASE("a token brings back who signed in, as the account is now") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto caller = rig.authenticate(rig.token(jane));
  REQUIRE(caller);
  CHECK(caller->user == jane);
  CHECK(caller->token_expires_at ==
        std::chrono::floor<std::chrono::seconds>(rig.clock.timestamp()) + 86'400s);
}

TEST_CASE("the second time nothing must be waited for") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto token = rig.token(jane);
  auto verified = rig.accounts.authenticator.verify(token);
  REQUIRE(verified);
  CHECK_FALSE(rig.accounts.authenticator.admit_at_hand(*verified));
  CHECK(rig.run(rig.accounts.authenticator.admit(*verified)));
  CHECK(rig.accounts.authenticator.admit_at_hand(*verified)->user == jane);
}

TEST_CASE("a forged token is refused") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto token = rig.token(jane);
  auto tampered = token;
  tampered[tampered.size() / 2] ^= 1;
  auto cut = token.substr(0, token.rfind('.') + 1);
  auto payload = token.substr(token.find('.'), token.rfind('.') - token.find('.') + 1);
  auto none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0" + payload;  // {"alg":"none","typ":"JWT"}
  auto other_key =
      foreign_token(rig, jane, seconds_now(rig), "another secret of thirty-two bytes!!");
  for (auto const& forged : {tampered, cut, none, other_key, std::string(), std::string("a.b.c"),
                             token + "x", token + "." + "x"})
    CHECK_MESSAGE(code_of(rig.authenticate(forged)) == Errc::unauthenticated, forged);
}

TEST_CASE("a token lives for its time and a minute of leeway, not a second longer") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto token = rig.token(jane);
  CHECK(rig.authenticate(token));
  rig.advance(86'400s + 59s);
  CHECK(rig.authenticate(token));
  rig.advance(1s);
  auto lapsed = rig.authenticate(token);
  CHECK(code_of(lapsed) == Errc::unauthenticated);
  CHECK(lapsed.error().reason == "token_expired");
}

TEST_CASE("an expiry beyond all calendars is no overflow") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto key = *jose::Key::hmac(rig_secret);
  jose::AccessTokenClaims claims{.sub = jane.id.value(), .exp = std::int64_t{1} << 53};
  claims.iat = -(std::int64_t{1} << 53);
  CHECK(rig.authenticate(jose::encode(claims, key)));
}

TEST_CASE("the token of a deleted or deactivated account is refused") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto john = rig.add("john");
  auto janes = rig.token(jane);
  auto johns = rig.token(john);
  CHECK(rig.authenticate(janes));
  CHECK(rig.authenticate(johns));
  accounts::UpdateUser::Input inactive;
  inactive.active = false;
  CHECK(rig.update(rig.caller(jane), jane.id, inactive));
  CHECK(rig.run(rig.accounts.delete_user.run(john.id)));
  CHECK(code_of(rig.authenticate(janes)) == Errc::unauthenticated);
  CHECK(code_of(rig.authenticate(johns)) == Errc::unauthenticated);
}

TEST_CASE("a token from before a password change is dead within the same second") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto before = rig.token(jane);
  CHECK(rig.authenticate(before));
  auto changed = rig.update(rig.caller(jane), jane.id, new_password());
  REQUIRE(changed);
  CHECK(code_of(rig.authenticate(before)) == Errc::unauthenticated);
  CHECK(rig.authenticate(rig.token(*changed)));
}

TEST_CASE("a token newer than what this shard has at hand makes it look again") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  CHECK(rig.authenticate(rig.token(jane)));
  ports::UserChange change{.ends_sign_ins = true, .updated_at = rig.clock.timestamp()};
  auto changed = *rig.run(rig.store.users().update(jane.id, std::move(change)));
  CHECK(rig.authenticate(rig.token(changed)));
}

TEST_CASE(
    "a token that we did not issue is good for an active account, with the account's rights") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto caller = rig.authenticate(foreign_token(rig, jane, 0));
  REQUIRE(caller);
  CHECK(caller->user.role == Role::client);
}

TEST_CASE("once sign-ins were ended, a foreign token must surely be younger than that") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto old = foreign_token(rig, jane, seconds_now(rig));
  rig.advance(300ms);
  CHECK(rig.update(rig.caller(jane), jane.id, new_password()));
  CHECK(code_of(rig.authenticate(old)) == Errc::unauthenticated);
  rig.advance(200ms);
  auto same_second = foreign_token(rig, jane, seconds_now(rig));
  CHECK(code_of(rig.authenticate(same_second)) == Errc::unauthenticated);
  rig.advance(1s);
  CHECK(rig.authenticate(foreign_token(rig, jane, seconds_now(rig))));
}

TEST_CASE("a secret shorter than 32 bytes stops the start") {
  AccountsRig rig;
  CHECK_THROWS(accounts::TokenIssuer("short", 60s, rig.clock));
}

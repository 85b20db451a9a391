#include "features/accounts/login.hpp"

#include <doctest/doctest.h>

#include "protocol/jose/access_token.hpp"
#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

TEST_CASE("the right password brings the account and a token with the documented claims") {
  AccountsRig rig;
  auto jane = rig.add("jane", Role::trainer);
  auto signed_in = rig.login("JANE", good_password);
  REQUIRE(signed_in);
  CHECK(signed_in->user == jane);
  auto key = *jose::Key::hmac(rig_secret);
  auto claims = jose::decode(signed_in->token, key);
  REQUIRE(claims);
  CHECK(claims->sub == jane.id.value());
  CHECK(claims->name == "jane");
  CHECK(claims->email == "jane@example.com");
  CHECK(claims->role == "trainer");
  CHECK(claims->exp - claims->iat == 86'400);
  CHECK(rig.authenticate(signed_in->token));
}

TEST_CASE("wrong password, unknown e-mail and inactive account fail alike, after equal work") {
  AccountsRig rig;
  rig.add("jane");
  auto gone = rig.add("gone");
  accounts::UpdateUser::Input inactive;
  inactive.active = false;
  CHECK(rig.update(rig.caller(gone), gone.id, inactive));
  auto try_login = [&](std::string email, std::string password) {
    accounts::Login::Input input{std::move(email), std::move(password)};
    auto trying = rig.begin(rig.accounts.login.run(std::move(input), {"10.0.0.1", "a test"}));
    CHECK(rig.hashing.queued() == 1);
    while (rig.pump()) {
    }
    REQUIRE(trying->result);
    REQUIRE_FALSE(*trying->result);
    return trying->result->error();
  };
  for (auto const& error : {try_login("jane@example.com", "WrongPass123"),
                            try_login("who@example.com", "SecurePass123"),
                            try_login("gone@example.com", "SecurePass123"),
                            try_login("jane@example.com", std::string(100, 'x'))}) {
    CHECK(error.code == Errc::invalid_argument);
    CHECK(error.message == "Invalid credentials");
    CHECK(error.reason == "invalid_credentials");
  }
}

TEST_CASE("an e-mail that is none and an empty password are told without a hash") {
  AccountsRig rig;
  CHECK(message_of(rig.run(rig.accounts.login.run({"jane", "x"}, {"10.0.0.1", "a test"}))) ==
        "Invalid email format");
  CHECK(message_of(rig.login("jane", "")) == "Password cannot be empty");
}

TEST_CASE("the sixth guess within a minute is not even tried, the right password neither") {
  AccountsRig rig;
  rig.add("jane");
  for (int i = 0; i < 5; ++i)
    CHECK(code_of(rig.login("jane", "WrongPass123")) == Errc::invalid_argument);
  auto refused = rig.login("jane", good_password, "10.9.9.9");
  CHECK(code_of(refused) == Errc::rate_limited);
  CHECK(refused.error().retry_after > 0s);
  CHECK(refused.error().retry_after <= 60s);
  rig.advance(60s);
  CHECK(rig.login("jane", good_password));
}

TEST_CASE("right passwords are not counted") {
  AccountsRig rig;
  rig.add("jane");
  for (int i = 0; i < 50; ++i) CHECK(rig.login("jane", good_password));
}

TEST_CASE("a full pool is no wrong password") {
  AccountsRig rig(rig_settings(), memory::Pace::at_once, 1);
  rig.add("jane");
  auto occupying = rig.begin(rig.shared.hasher.hash("SecurePass123"));
  for (int i = 0; i < 10; ++i) {
    accounts::Login::Input input{"jane@example.com", "WrongPass123"};
    auto refused = rig.begin(rig.accounts.login.run(std::move(input), {"10.0.0.1", "a test"}));
    REQUIRE(refused->result);
    CHECK(code_of(*refused->result) == Errc::unavailable);
  }
  while (rig.pump()) {
  }
  CHECK(occupying->result);
  CHECK(rig.login("jane", good_password));
}

TEST_CASE("a hash of another cost is renewed at the next sign-in, and sign-ins go on") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  accounts::PasswordHasher old_cost(rig.hashing, 5);
  ports::UserChange change;
  change.password_hash = *rig.run(old_cost.hash(std::string(good_password)));
  change.updated_at = jane.updated_at;
  CHECK(rig.run(rig.store.users().update(jane.id, std::move(change))));
  auto token = rig.token(jane);
  CHECK(rig.login("jane", good_password));
  auto credentials = rig.run(rig.store.users().find_credentials_by_id(jane.id));
  CHECK(credentials->password_hash.starts_with("$2b$04$"));
  CHECK(rig.login("jane", good_password));
  CHECK(rig.authenticate(token));
}

TEST_CASE("a password that is changed while it is being proven opens nothing any more") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  accounts::Login::Input input{"jane@example.com", std::string(good_password)};
  SignInOrigin origin{"127.0.0.1", "a test"};
  auto trying = rig.begin(rig.accounts.login.run(std::move(input), std::move(origin)));
  REQUIRE(rig.hashing.queued() == 1);
  ports::UserChange change{.ends_sign_ins = true, .updated_at = rig.clock.timestamp()};
  REQUIRE(rig.run(rig.store.users().update(jane.id, std::move(change))));
  while (rig.pump()) {
  }
  REQUIRE(trying->result);
  CHECK(message_of(*trying->result) == "Invalid credentials");
}

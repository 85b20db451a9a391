#include "features/accounts/create_user.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;
using Input = accounts::CreateUser::Input;

namespace {

Result<User> create(AccountsRig& rig, Input input, std::optional<Caller> caller = {}) {
  return rig.run(rig.accounts.create_user.run(std::move(caller), std::move(input), "10.0.0.1"));
}

Input with_role(Input input, std::string role) {
  input.role = std::move(role);
  return input;
}

}  // namespace

TEST_CASE("anyone signs up as a client, active, with all that was said") {
  AccountsRig rig;
  auto input = AccountsRig::form("jane");
  input.phone_number = "+1 234 567 890";
  auto user = create(rig, input);
  REQUIRE(user);
  CHECK(user->username == "jane");
  CHECK(user->email == "jane@example.com");
  CHECK(user->full_name == "jane Smith");
  CHECK(user->phone_number == "+1 234 567 890");
  CHECK(user->role == Role::client);
  CHECK(user->active);
  CHECK(user->created_at == rig.clock.timestamp());
  CHECK(rig.login("jane", good_password));
}

TEST_CASE("anyone signs up as a trainer while that role is open") {
  AccountsRig rig;
  CHECK(create(rig, with_role(AccountsRig::form("coach"), "Trainer"))->role == Role::trainer);
  auto settings = rig_settings();
  settings.open_roles = {Role::client};
  AccountsRig closed(settings);
  CHECK(code_of(create(closed, with_role(AccountsRig::form("coach"), "trainer"))) ==
        Errc::permission_denied);
}

TEST_CASE("only an admin makes an admin, even where the settings say otherwise") {
  auto settings = rig_settings();
  settings.open_roles = {Role::client, Role::trainer, Role::admin};
  AccountsRig rig(settings);
  auto admin = rig.add("root", Role::admin);
  auto jane = rig.add("jane");
  auto input = with_role(AccountsRig::form("boss"), "admin");
  CHECK(code_of(create(rig, input)) == Errc::permission_denied);
  CHECK(code_of(create(rig, input, rig.caller(jane))) == Errc::permission_denied);
  CHECK(create(rig, input, rig.caller(admin))->role == Role::admin);
}

TEST_CASE("a broken rule is told before anything is hashed or stored") {
  AccountsRig rig;
  auto broken = AccountsRig::form("jane");
  broken.password = "short";
  auto creating = rig.begin(rig.accounts.create_user.run({}, broken, "10.0.0.1"));
  REQUIRE(creating->result);
  CHECK(message_of(*creating->result) == "Password must be at least 8 characters long");
  CHECK(code_of(create(rig, with_role(AccountsRig::form("jane"), "boss"))) ==
        Errc::invalid_argument);
}

TEST_CASE("a taken e-mail or username is refused, in whatever case") {
  AccountsRig rig;
  CHECK(create(rig, AccountsRig::form("jane")));
  auto same_email = AccountsRig::form("other");
  same_email.email = "JANE@example.com";
  auto refused = create(rig, same_email);
  CHECK(code_of(refused) == Errc::invalid_argument);
  CHECK(message_of(refused) == "User with this email already exists");
  CHECK(refused.error().reason == "email_taken");
  auto same_name = AccountsRig::form("other");
  same_name.username = "Jane";
  CHECK(create(rig, same_name).error().reason == "username_taken");
}

TEST_CASE("a known e-mail is refused without a hash") {
  AccountsRig rig;
  rig.add("jane");
  auto creating =
      rig.begin(rig.accounts.create_user.run({}, AccountsRig::form("jane"), "10.0.0.1"));
  CHECK(creating->result.has_value());
}

TEST_CASE("of a hundred sign-ups with one e-mail at once exactly one succeeds") {
  auto settings = rig_settings();
  settings.rate_limits = false;
  AccountsRig rig(settings, memory::Pace::when_pumped, 100);
  std::vector<std::unique_ptr<AccountsRig::Running<Result<User>>>> all;
  for (int i = 0; i < 100; ++i) {
    auto input = AccountsRig::form("jane");
    input.username += std::to_string(i);
    all.push_back(rig.begin(rig.accounts.create_user.run({}, input, "10.0.0.1")));
  }
  while (rig.pump()) {
  }
  int made = 0;
  for (auto const& one : all) {
    REQUIRE(one->result);
    made += one->result->has_value() ? 1 : 0;
    if (!*one->result) CHECK(one->result->error().reason == "email_taken");
  }
  CHECK(made == 1);
}

TEST_CASE("an address signs up ten accounts a minute, and typing errors do not count") {
  AccountsRig rig;
  for (int i = 0; i < 30; ++i) {
    auto broken = AccountsRig::form("typo");
    broken.password = "short";
    CHECK(code_of(create(rig, broken)) == Errc::invalid_argument);
  }
  for (int i = 0; i < 10; ++i) CHECK(create(rig, AccountsRig::form("user" + std::to_string(i))));
  auto refused = create(rig, AccountsRig::form("user10"));
  CHECK(code_of(refused) == Errc::rate_limited);
  CHECK(refused.error().retry_after == 60s);
  auto admin = rig.add("root", Role::admin);
  CHECK(create(rig, AccountsRig::form("byadmin"), rig.caller(admin)));
  rig.advance(60s);
  CHECK(create(rig, AccountsRig::form("user10")));
}

TEST_CASE("a full disk is told as such, and nothing is there afterwards") {
  AccountsRig rig;
  rig.store.refuse_writes(true);
  CHECK(code_of(create(rig, AccountsRig::form("jane"))) == Errc::unavailable);
  rig.store.refuse_writes(false);
  CHECK(create(rig, AccountsRig::form("jane")));
}

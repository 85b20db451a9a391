#include "features/accounts/update_user.hpp"

#include <doctest/doctest.h>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using Input = accounts::UpdateUser::Input;

TEST_CASE("only what was said changes, and updated_at grows even when the clock stands still") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  Input input;
  input.email = "new@example.com";
  auto updated = rig.update(rig.caller(jane), jane.id, input);
  REQUIRE(updated);
  CHECK(updated->updated_at > jane.updated_at);
  auto expected = jane;
  expected.email = "new@example.com";
  expected.updated_at = updated->updated_at;
  CHECK(*updated == expected);
  auto again = rig.update(rig.caller(jane), jane.id, {});
  CHECK(again->updated_at > updated->updated_at);
}

TEST_CASE("an absent phone number stays, null clears it") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  Input input;
  input.phone_number = "+1 234 567 890";
  CHECK(rig.update(rig.caller(jane), jane.id, input)->phone_number == "+1 234 567 890");
  CHECK(rig.update(rig.caller(jane), jane.id, {})->phone_number == "+1 234 567 890");
  input.phone_number = std::optional<std::string>();
  CHECK(rig.update(rig.caller(jane), jane.id, input)->phone_number == std::nullopt);
}

TEST_CASE("only an admin changes a role or activates") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto admin = rig.add("root", Role::admin);
  Input promotion;
  promotion.role = "trainer";
  CHECK(code_of(rig.update(rig.caller(jane), jane.id, promotion)) == Errc::permission_denied);
  CHECK(rig.update(rig.caller(admin), jane.id, promotion)->role == Role::trainer);
  Input activation;
  activation.active = true;
  CHECK(code_of(rig.update(rig.caller(jane), jane.id, activation)) == Errc::permission_denied);
  Input deactivation;
  deactivation.active = false;
  CHECK_FALSE(rig.update(rig.caller(jane), jane.id, deactivation)->active);
  CHECK(rig.update(rig.caller(admin), jane.id, activation)->active);
}

TEST_CASE("a password change, another role and a deactivation end earlier sign-ins, nothing else") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  auto admin = rig.caller(rig.add("root", Role::admin));
  auto version_after = [&](Input const& input) {
    auto before = *rig.run(rig.store.users().find(jane.id));
    auto after = rig.update(admin, jane.id, input);
    REQUIRE(after);
    return after->token_version.value() - before.token_version.value();
  };
  Input input;
  input.full_name = "Jane Doe";
  input.email = "new@example.com";
  CHECK(version_after(input) == 0);
  input = {};
  input.role = "client";
  CHECK(version_after(input) == 0);
  input.role = "trainer";
  CHECK(version_after(input) == 1);
  input = {};
  input.password = "NewSecurePass456";
  CHECK(version_after(input) == 1);
  input = {};
  input.active = true;
  CHECK(version_after(input) == 0);
  input.active = false;
  CHECK(version_after(input) == 1);
  CHECK(version_after(input) == 0);
}

TEST_CASE("a new password lets in, the old one no longer does") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  Input input;
  input.password = "NewSecurePass456";
  CHECK(rig.update(rig.caller(jane), jane.id, input));
  CHECK(rig.login("jane", "NewSecurePass456"));
  CHECK_FALSE(rig.login("jane", good_password));
}

TEST_CASE("a current password that is given must be right") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  Input input;
  input.full_name = "Jane Doe";
  input.current_password = "WrongPass123";
  auto refused = rig.update(rig.caller(jane), jane.id, input);
  CHECK(code_of(refused) == Errc::permission_denied);
  CHECK(refused.error().reason == "wrong_password");
  CHECK(rig.run(rig.store.users().find(jane.id))->full_name == "jane Smith");
  input.current_password = good_password;
  CHECK(rig.update(rig.caller(jane), jane.id, input)->full_name == "Jane Doe");
}

TEST_CASE("a stolen token does not find out the password") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  Input input;
  input.current_password = "WrongPass123";
  for (int i = 0; i < 5; ++i)
    CHECK(code_of(rig.update(rig.caller(jane), jane.id, input)) == Errc::permission_denied);
  CHECK(code_of(rig.update(rig.caller(jane), jane.id, input)) == Errc::rate_limited);
}

TEST_CASE("what is taken or breaks a rule is refused as at sign-up, and who is unknown not found") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  rig.add("john");
  auto admin = rig.caller(rig.add("root", Role::admin));
  Input input;
  input.email = "JOHN@example.com";
  CHECK(rig.update(admin, jane.id, input).error().reason == "email_taken");
  input = {};
  input.username = "John";
  CHECK(rig.update(admin, jane.id, input).error().reason == "username_taken");
  input.username = "j";
  CHECK(code_of(rig.update(admin, jane.id, input)) == Errc::invalid_argument);
  input = {};
  input.role = "boss";
  CHECK(code_of(rig.update(admin, jane.id, input)) == Errc::invalid_argument);
  CHECK(code_of(rig.update(admin, UserId(Uuid::random()), {})) == Errc::not_found);
}

TEST_CASE("a change is in force on this shard when it is answered") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  static_cast<void>(rig.run(rig.accounts.get_user.run(jane.id)));
  CHECK(rig.accounts.get_user.at_hand(jane.id) != nullptr);
  Input input;
  input.full_name = "Jane Doe";
  CHECK(rig.update(rig.caller(jane), jane.id, input));
  CHECK((*rig.run(rig.accounts.get_user.run(jane.id)))->full_name == "Jane Doe");
}

TEST_CASE("a deleted account is gone everywhere, and cannot be deleted twice") {
  AccountsRig rig;
  auto jane = rig.add("jane");
  static_cast<void>(rig.run(rig.accounts.get_user.run(jane.id)));
  CHECK(rig.run(rig.accounts.delete_user.run(jane.id)));
  CHECK(code_of(rig.run(rig.accounts.get_user.run(jane.id))) == Errc::not_found);
  CHECK(code_of(rig.run(rig.accounts.delete_user.run(jane.id))) == Errc::not_found);
}

#include "features/accounts/first_admin.hpp"

#include <doctest/doctest.h>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

Result<bool> ensure(AccountsRig& rig, std::string email) {
  return rig.run(rig.shared.first_admin.ensure(std::move(email), std::string(good_password)));
}

}  // namespace

TEST_CASE("the first admin is made once, can sign in, and is not made again") {
  AccountsRig rig;
  CHECK(*ensure(rig, "root@example.com"));
  CHECK(rig.login("root", good_password)->user.role == Role::admin);
  CHECK_FALSE(*ensure(rig, "other@example.com"));
}

TEST_CASE("the admin's username comes from the e-mail, and gives way to one that is taken") {
  AccountsRig rig;
  rig.add("jane.work");
  CHECK(*ensure(rig, "jane+work@example.org"));
  auto admins = rig.run(rig.accounts.list_users_by_role.run({"admin", {}}));
  CHECK(admins->users.front().username.starts_with("jane.work."));
}

TEST_CASE("an e-mail too short for a username still makes an admin") {
  AccountsRig rig;
  CHECK(*ensure(rig, "a@example.com"));
  auto admins = rig.run(rig.accounts.list_users_by_role.run({"admin", {}}));
  CHECK(admins->users.front().username == "admin");
}

TEST_CASE("the rules of sign-up hold for the first admin") {
  AccountsRig rig;
  accounts::FirstAdmin::Input weak{"root@example.com", "root", "weak"};
  CHECK(code_of(rig.run(rig.shared.first_admin.create(std::move(weak)))) == Errc::invalid_argument);
  rig.add("jane");
  CHECK(ensure(rig, "jane@example.com").error().reason == "email_taken");
}

#include "features/accounts/program_accounts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "features/accounts/program_rules.hpp"
#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

struct Rig : AccountsRig {
  accounts::ProgramAccounts& programs = accounts.program_accounts;

  Result<std::string> enroll(std::string name = "spongebob", std::string password = "mysecret99") {
    return run(programs.enroll({std::move(name), std::move(password)}, "10.0.0.1"));
  }
  Result<std::string> regenerate(std::string password = "mysecret99",
                                 std::string address = "10.0.0.1") {
    return run(programs.regenerate({"spongebob", std::move(password)}, std::move(address)));
  }
  Result<void> change(std::string old_password, std::string new_password) {
    return run(programs.change_password({"spongebob", std::move(old_password)},
                                        std::move(new_password), "10.0.0.1"));
  }
  Result<accounts::KeyCaller> use(std::string key, std::string_view scope = calls_scope) {
    return run(accounts.key_authenticator.authenticate(std::move(key), scope));
  }
};

}  // namespace

TEST_CASE("CALL-1 an account of name and password is made, and its key of 64 hex digits is good") {
  Rig rig;
  auto key = rig.enroll();
  REQUIRE(key);
  CHECK(key->size() == 64);
  CHECK(key->find_first_not_of("0123456789abcdef") == std::string::npos);
  auto caller = rig.use(*key);
  REQUIRE(caller);
  CHECK(caller->user->username == "spongebob");
  CHECK(caller->user->full_name == "spongebob");
  CHECK_FALSE(caller->user->email);
  CHECK(caller->user->role == Role::client);
}

TEST_CASE("CALL-2 a name is taken once, in any case, also by another account") {
  Rig rig;
  rig.add("squidward");
  REQUIRE(rig.enroll());
  for (auto const* name : {"spongebob", "SpongeBob", "Squidward"}) {
    auto again = rig.enroll(name);
    CHECK(code_of(again) == Errc::conflict);
    CHECK(message_of(again) == "Username is already taken");
  }
}

TEST_CASE("CALL-2 each rule has its text") {
  auto name = [](std::string_view text) {
    return message_of(accounts::check_program_username(text));
  };
  CHECK(name("") == "username shouldn't be blank");
  CHECK(name("seven77") == "username must be between 8 and 16 characters");
  CHECK(name("seventeen_letters") == "username must be between 8 and 16 characters");
  for (auto const* wrong : {"1spongebob", "_spongebob", "sponge.bob", "sponge bob", "spongebö"})
    CHECK(name(wrong) ==
          "username should only contain alphanumeric/underscore and max 16 characters");
  for (auto const* right : {"eight_88", "sixteen_letters_"}) CHECK(name(right).empty());

  auto password = [](std::string_view text) {
    return message_of(accounts::check_program_password(text));
  };
  CHECK(password("") == "password must not be blank");
  CHECK(password("seven77") == "password should only be 8-32 characters only");
  CHECK(password(std::string(33, 'x')) == "password should only be 8-32 characters only");
  CHECK(password("with space") == "password should not contain whitespaces");
  CHECK(password("with\ttab") == "password should not contain whitespaces");
  CHECK(password("pässword") == "password must only be ACSII");
  CHECK(password(std::string(32, '~')).empty());
  CHECK(password("!mysecret").empty());
}

TEST_CASE(
    "CALL-3 a password is changed by who knows the old one, to another that keeps the rules") {
  Rig rig;
  auto key = *rig.enroll();
  CHECK(code_of(rig.change("wrongwrong", "another99")) == Errc::unauthenticated);
  CHECK(message_of(rig.change("mysecret99", "mysecret99")) ==
        "New password must differ from old password");
  CHECK(message_of(rig.change("mysecret99", "short")) ==
        "password should only be 8-32 characters only");
  REQUIRE(rig.change("mysecret99", "another99"));
  CHECK(code_of(rig.regenerate("mysecret99")) == Errc::unauthenticated);
  CHECK(rig.use(key));  // a password change ends no key
  CHECK(rig.regenerate("another99"));
}

TEST_CASE("a new password of an account with an e-mail keeps that account's rules too") {
  Rig rig;
  rig.add("spongebob");
  CHECK(message_of(rig.change(std::string(good_password), "mysecret99")) ==
        "Password must contain at least one uppercase letter");
  auto token = rig.token(*rig.run(rig.store.users().list({}))->users.begin());
  CHECK(rig.authenticate(token));
  REQUIRE(rig.change(std::string(good_password), "MySecret99"));
  CHECK_FALSE(rig.authenticate(token));
  CHECK(rig.login("spongebob", "MySecret99"));
}

TEST_CASE("CALL-4 a new key replaces the old one, for any account") {
  Rig rig;
  rig.add("spongebob");
  auto first = *rig.regenerate(std::string(good_password));
  auto second = *rig.regenerate(std::string(good_password));
  CHECK(first != second);
  CHECK(code_of(rig.use(first)) == Errc::unauthenticated);
  CHECK(rig.use(second));
}

TEST_CASE("guesses at /regenerate spend the budget of sign-in, and the other way round") {
  Rig rig;
  rig.add("spongebob");
  for (int i = 0; i < 3; ++i) CHECK(code_of(rig.regenerate("wrongwrong")) == Errc::unauthenticated);
  CHECK_FALSE(rig.login("spongebob", "WrongPass123", "10.0.0.2"));
  CHECK_FALSE(rig.login("spongebob", "WrongPass123", "10.0.0.2"));
  CHECK(code_of(rig.regenerate(std::string(good_password), "10.0.0.3")) == Errc::rate_limited);
  CHECK(code_of(rig.login("spongebob", good_password, "10.0.0.3")) == Errc::rate_limited);
}

TEST_CASE("an unknown name fails as a wrong password does, after a hash") {
  Rig rig;
  auto trying = rig.begin(rig.programs.regenerate({"nobody_here", "mysecret99"}, "10.0.0.1"));
  CHECK(rig.hashing.queued() == 1);
  while (rig.pump()) {
  }
  REQUIRE(trying->result);
  CHECK(message_of(*trying->result) == "Unauthorized");
}

TEST_CASE("sign-ups are counted by address: ten a minute and not one more") {
  Rig rig;
  for (int i = 0; i < 10; ++i) CHECK(rig.enroll("spongebob" + std::to_string(i)));
  CHECK(code_of(rig.enroll("spongebob_11")) == Errc::rate_limited);
  rig.advance(61s);
  CHECK(rig.enroll("spongebob_11"));
}

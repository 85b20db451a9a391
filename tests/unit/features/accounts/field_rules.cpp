#include "features/accounts/field_rules.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace switchboard;
using namespace switchboard::accounts;

namespace {

std::string complaint(Result<void> const& result) { return result ? "" : result.error().message; }

}  // namespace

TEST_CASE("a username has 3 to 50 letters, digits, underscores and dots") {
  CHECK(check_username("abc"));
  CHECK(check_username("J.smith_9"));
  CHECK(check_username(std::string(50, 'a')));
  CHECK_FALSE(check_username("ab"));
  CHECK_FALSE(check_username(std::string(51, 'a')));
  for (auto wrong : {"j smith", "j-smith", "jsmith!", "j\xC3\xA4ger"})
    CHECK_FALSE(check_username(wrong));
}

TEST_CASE("an e-mail is local@domain.tld in ASCII, at most 100 characters") {
  for (auto right : {"a@b.co", "john.smith+x@mail.example.com", "A_%-1@x-y.org"})
    CHECK_MESSAGE(check_email(right), right);
  for (auto wrong : {"", "a", "a@b", "@b.co", "a@.co", "a@b..co", "a@b.c", "a@b.c1", "a b@c.de",
                     "a@b@c.de", "a@-b.co", "a@b-.co", "a@b.co.", "\xC3\xA4@b.co", "a@b.co\n"})
    CHECK_FALSE_MESSAGE(check_email(wrong), wrong);
  CHECK(check_email(std::string(94, 'a') + "@bc.de"));
  CHECK_FALSE(check_email(std::string(95, 'a') + "@bc.de"));
}

TEST_CASE("each password rule has its own text, and the first broken one is told") {
  CHECK(complaint(check_password("SecurePass123")).empty());
  CHECK(complaint(check_password("Abcde1z")) == "Password must be at least 8 characters long");
  CHECK(complaint(check_password("Abcdefgh")) == "Password must contain at least one digit");
  CHECK(complaint(check_password("abcdefg1")) ==
        "Password must contain at least one uppercase letter");
  CHECK(complaint(check_password("ABCDEFG1")) ==
        "Password must contain at least one lowercase letter");
  CHECK(complaint(check_password("")) == "Password must be at least 8 characters long");
}

TEST_CASE("a password that bcrypt would cut is refused") {
  CHECK(check_password("Aa1" + std::string(69, 'x')));
  CHECK(complaint(check_password("Aa1" + std::string(70, 'x'))) ==
        "Password must be at most 72 bytes long");
  CHECK_FALSE(check_password(std::string("SecurePass123\0more", 18)));
}

TEST_CASE("a password's length counts characters, not bytes") {
  CHECK_FALSE(check_password("Aa1\xC3\xA4\xC3\xA4"));  // five, in seven bytes
  CHECK_FALSE(check_password("Aa1\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"));
  CHECK(check_password("Aa1\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"));
}

TEST_CASE("a full name is any printable text of 1 to 100 characters") {
  for (auto right : {"X", "John Smith", "\xE6\x9D\x8E\xE5\xB0\x8F\xE9\xBE\x99", "O'Neil-\xC5\x81uk",
                     "\xF0\x9F\x98\x80"})
    CHECK_MESSAGE(check_full_name(right), right);
  for (auto wrong : {"", " ", "  \xC2\xA0", "John\nSmith", "John\x7F", "a\xC2\x85z",
                     "abc\xE2\x80\xAE"
                     "fed",
                     "\xEF\xBB\xBFJohn"})
    CHECK_FALSE_MESSAGE(check_full_name(wrong), wrong);
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "\xC3\xA4";
  CHECK(check_full_name(hundred));
  CHECK_FALSE(check_full_name(hundred + "x"));
}

TEST_CASE("a phone number has digits, spaces and hyphens behind an optional plus") {
  for (auto right : {"+1 234 567 890", "123456", "12-34-56", "+12345678901234567890"})
    CHECK_MESSAGE(check_phone_number(right), right);
  for (auto wrong : {"", "12345", "+1 2 3 4", "123456a", "++123456", "123456+", "(123) 456789",
                     "123456789012345678901"})
    CHECK_FALSE_MESSAGE(check_phone_number(wrong), wrong);
}

TEST_CASE("a role is one of three, without regard to case") {
  CHECK(*parse_role("Trainer") == Role::trainer);
  CHECK(*parse_role("ADMIN") == Role::admin);
  auto boss = parse_role("boss");
  REQUIRE_FALSE(boss);
  CHECK(boss.error().message == "Invalid role. Must be 'client', 'trainer', or 'admin'");
}

TEST_CASE("of several broken fields the first is told") {
  CHECK(complaint(check_fields({.username = "ab", .email = "x", .password = "y"}))
            .starts_with("Username"));
  CHECK(complaint(check_fields({.email = "x", .password = "y"})) == "Invalid email format");
  CHECK(complaint(check_fields({.full_name = "", .role = "boss"})).starts_with("Full name"));
  CHECK(complaint(check_fields({})).empty());
}

#include "features/accounts/subject_authenticator.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using accounts::SubjectAuthenticator;

namespace {

class SubjectRig : public AccountsRig {
 public:
  explicit SubjectRig(SubjectAuthenticator::Rules rules = {})
      : subjects(rig_secret, accounts.directory, clock, log, std::move(rules)) {}
  ~SubjectRig() { close(log_fd); }

  [[nodiscard]] std::int64_t seconds() const {
    return std::chrono::floor<std::chrono::seconds>(clock.timestamp()).time_since_epoch().count();
  }
  // A token of a backend with our secret: `claims` stand behind `"sub":…`.
  [[nodiscard]] std::string mint(std::string const& sub, std::string const& claims = {},
                                 std::string_view secret = rig_secret) const {
    auto key = jose::Key::hmac(secret);
    return jose::sign_compact(R"({"sub":")" + sub + '"' + claims + '}', *key);
  }
  Result<Subject> prove(std::string token) { return run(subjects.authenticate(std::move(token))); }

  int log_fd = memfd_create("log", 0);
  Log log{clock, {.level = Level::debug, .areas = {}, .fd = log_fd}};
  SubjectAuthenticator subjects;
};

std::string reason_of(Result<Subject> const& result) {
  return result ? "" : std::string(result.error().reason);
}

}  // namespace

TEST_CASE("a token of another backend proves whoever it says, and nothing about an account") {
  SubjectRig rig;
  auto subject = rig.prove(rig.mint("user123"));
  REQUIRE(subject);
  CHECK(subject->id == "user123");
  CHECK_FALSE(subject->user);
  CHECK_FALSE(subject->may_push);
  CHECK_FALSE(subject->expires_at);
}

TEST_CASE("an account proves itself with the token of its sign-in, under its id's one form") {
  SubjectRig rig;
  auto jane = rig.add("jane");
  auto subject = rig.prove(rig.token(jane));
  REQUIRE(subject);
  CHECK(subject->id == jane.id.value().to_string());
  REQUIRE(subject->user);
  CHECK(subject->user->username == "jane");
  CHECK(subject->expires_at);

  auto upper = jane.id.value().to_string();
  for (auto& c : upper) c = static_cast<char>(std::toupper(c));
  auto same = rig.prove(rig.mint(upper));
  REQUIRE(same);
  CHECK(same->id == subject->id);
}

TEST_CASE("a UUID that is nobody's account is a stranger") {
  SubjectRig rig;
  auto id = Uuid::random().to_string();
  auto subject = rig.prove(rig.mint(id));
  REQUIRE(subject);
  CHECK(subject->id == id);
  CHECK_FALSE(subject->user);
}

TEST_CASE("whoever may send: by role, by scope, and an account by its own role only") {
  SubjectRig rig({.sender_roles = {"admin", "service"}});
  auto may = [&](std::string const& token) { return rig.prove(token)->may_push; };
  CHECK(may(rig.mint("backend", R"(,"role":"service")")));
  CHECK(may(rig.mint("backend", R"(,"role":"Admin")")));
  CHECK(may(rig.mint("backend", R"(,"scope":"read push:send")")));
  CHECK(may(rig.mint("backend", R"(,"scope":["push:send"])")));
  CHECK_FALSE(may(rig.mint("backend", R"(,"role":"client")")));
  CHECK_FALSE(may(rig.mint("backend")));

  auto jane = rig.add("jane");
  auto chief = rig.add("chief", Role::admin);
  CHECK_FALSE(may(rig.token(jane)));
  CHECK(may(rig.token(chief)));
  CHECK_FALSE(may(rig.mint(jane.id.value().to_string(), R"(,"role":"admin")")));
  CHECK(may(rig.mint(jane.id.value().to_string(), R"(,"scope":"push:send")")));
}

TEST_CASE("an account that is inactive, or whose sign-in was ended, proves nothing") {
  SubjectRig rig;
  auto jane = rig.add("jane");
  auto token = rig.token(jane);
  auto foreign = rig.mint(jane.id.value().to_string(), R"(,"iat":1)");
  CHECK(rig.prove(token));
  CHECK(rig.prove(foreign));
  ports::UserChange change;
  change.ends_sign_ins = true;
  change.updated_at = rig.clock.timestamp();
  REQUIRE(rig.run(rig.store.users().update(jane.id, change)));
  rig.accounts.directory.forget(jane.id);
  CHECK(reason_of(rig.prove(token)) == "token_revoked");
  CHECK(reason_of(rig.prove(foreign)) == "token_revoked");

  auto joe = rig.add("joe");
  ports::UserChange off;
  off.active = false;
  off.updated_at = rig.clock.timestamp();
  REQUIRE(rig.run(rig.store.users().update(joe.id, off)));
  CHECK(reason_of(rig.prove(rig.token(joe))) == "token_revoked");
}

TEST_CASE("the token of an account that is gone does not prove a stranger of that name") {
  SubjectRig rig;
  auto jane = rig.add("jane");
  auto token = rig.token(jane);
  REQUIRE(rig.run(rig.store.users().remove(jane.id)));
  CHECK(reason_of(rig.prove(token)) == "account_gone");
}

TEST_CASE("a token's times count with a minute of leeway") {
  SubjectRig rig;
  auto at = [&](std::string const& claim, std::int64_t offset) {
    return rig.prove(rig.mint("u", ",\"" + claim + "\":" + std::to_string(rig.seconds() + offset)));
  };
  CHECK(at("exp", -59));
  CHECK(reason_of(at("exp", -60)) == "token_expired");
  CHECK(at("nbf", 60));
  CHECK(reason_of(at("nbf", 61)) == "token_not_yet_valid");
  CHECK(at("exp", 100)->expires_at == Timestamp(std::chrono::seconds(rig.seconds() + 100)));
}

TEST_CASE("another secret, no signature and garbage prove nothing") {
  SubjectRig rig;
  auto other = rig.mint("u", "", "another secret of thirty-two bytes or so");
  CHECK(reason_of(rig.prove(other)) == "token_signature");
  CHECK(message_of(rig.prove("garbage")) == "Invalid token format");
  CHECK(message_of(rig.prove("")) == "Invalid token format");
}

TEST_CASE("the development switch takes any token at its word, lets it send, and warns each time") {
  SubjectRig rig({.insecure = true});
  auto subject = rig.prove(
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJzdWIiOiJ1c2VyMTIzIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
      "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c");
  REQUIRE(subject);
  CHECK(subject->id == "user123");
  CHECK(subject->may_push);
  CHECK_FALSE(rig.prove("garbage"));
  std::string text(static_cast<std::size_t>(lseek(rig.log_fd, 0, SEEK_END)), '\0');
  CHECK(pread(rig.log_fd, text.data(), text.size(), 0) == std::ssize(text));
  CHECK(std::ranges::count(text, '\n') == 2);
  CHECK(text.contains("JWT_INSECURE"));
  CHECK_FALSE(text.contains("eyJ"));
}

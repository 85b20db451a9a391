#include "features/accounts/issuer_keys.hpp"

#include <openssl/evp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>

#include "base/encoding.hpp"
#include "features/accounts/subject_authenticator.hpp"
#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using namespace std::chrono_literals;

namespace {

// An Ed25519 key of an issuer.
class Signer {
 public:
  explicit Signer(std::string kid)
      : kid_(std::move(kid)), key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")) {}
  ~Signer() { EVP_PKEY_free(key_); }
  Signer(Signer const&) = delete;

  [[nodiscard]] std::string public_bytes() const {
    std::string bytes(32, '\0');
    auto size = bytes.size();
    EVP_PKEY_get_raw_public_key(key_, reinterpret_cast<unsigned char*>(bytes.data()), &size);
    return bytes;
  }
  [[nodiscard]] std::string jwk() const {
    return R"({"kty":"OKP","crv":"Ed25519","kid":")" + kid_ + R"(","x":")" +
           to_base64url(public_bytes()) + "\"}";
  }
  [[nodiscard]] std::string mint(std::string const& sub, std::string const& more = {},
                                 std::string const& header_more = {}) const {
    auto header = R"({"alg":"EdDSA","kid":")" + kid_ + '"' + header_more + '}';
    return sign(header, R"({"sub":")" + sub + '"' + more + '}');
  }
  [[nodiscard]] std::string sign(std::string const& header, std::string const& payload) const {
    auto text = to_base64url(header) + '.' + to_base64url(payload);
    std::array<unsigned char, 64> signature{};
    auto size = signature.size();
    auto* state = EVP_MD_CTX_new();
    EVP_DigestSignInit(state, nullptr, nullptr, nullptr, key_);
    EVP_DigestSign(state, signature.data(), &size,
                   reinterpret_cast<unsigned char const*>(text.data()), text.size());
    EVP_MD_CTX_free(state);
    return text + '.' +
           to_base64url(std::string(reinterpret_cast<char const*>(signature.data()), size));
  }

 private:
  std::string kid_;
  EVP_PKEY* key_;
};

struct FakeKeySet final : ports::KeySet {
  explicit FakeKeySet(Clock const& its_clock) : clock(its_clock) {}

  Task<Result<ports::IssuerKeys>> keys(ports::KeysWanted wanted) override {
    asked += wanted == ports::KeysWanted::fresh ? 'f' : 'u';
    if (!set) co_return fail(Errc::unavailable, "The issuer's keys cannot be read");
    co_return ports::IssuerKeys{set, clock.now() + good_for};
  }
  void publish(std::string const& keys) {
    set = std::make_shared<std::string const>(R"({"keys":[)" + keys + "]}");
  }

  Clock const& clock;
  ports::SharedKeySet set;
  Duration good_for = 5min;
  std::string asked;  // a letter for each time
};

class IssuerRig : public AccountsRig {
 public:
  explicit IssuerRig(std::string audience = {})
      : subjects(rig_secret, accounts.directory, clock, log,
                 {.issuer = &issuer, .audience = std::move(audience)}) {
    accounts.authenticator.accept_foreign(subjects);
  }
  ~IssuerRig() { close(log_fd); }
  Result<Caller> sign_in(std::string token) {
    return run(accounts.authenticator.authenticate(std::move(token)));
  }
  Result<Subject> prove(std::string token) { return run(subjects.authenticate(std::move(token))); }

  FakeKeySet issuer{clock};
  int log_fd = memfd_create("log", 0);
  Log log{clock, {.level = Level::debug, .areas = {}, .fd = log_fd}};
  accounts::SubjectAuthenticator subjects;
};

template <class T>
std::string reason_of(Result<T> const& result) {
  return result ? "" : std::string(result.error().reason);
}

}  // namespace

TEST_CASE("a token that the issuer's key has signed proves whoever it says; the key is read once") {
  IssuerRig rig;
  Signer signer("one");
  rig.issuer.publish(signer.jwk());
  for (auto const* sub : {"ann", "bob"}) {
    auto subject = rig.prove(signer.mint(sub, R"(,"scope":"push:send")"));
    REQUIRE(subject);
    CHECK(subject->id == sub);
    CHECK(subject->may_push);
  }
  CHECK(rig.issuer.asked == "f");
  CHECK(reason_of(rig.prove(signer.mint("ann", R"(,"exp":1)"))) == "token_expired");
}

TEST_CASE("our own tokens stand beside the issuer's, and never wait for it") {
  IssuerRig rig;
  auto jane = rig.add("jane");
  CHECK(rig.prove(rig.token(jane)));
  CHECK(rig.issuer.asked.empty());
}

TEST_CASE("a key that the set does not show is looked for once more, for then it may") {
  IssuerRig rig;
  Signer old("old");
  Signer next("next");
  rig.issuer.publish(old.jwk());
  CHECK(rig.prove(old.mint("ann")));
  CHECK(reason_of(rig.prove(next.mint("ann"))) == "token_signature");
  CHECK(rig.issuer.asked == "fu");
  rig.issuer.publish(next.jwk());
  CHECK(rig.prove(next.mint("ann")));
  CHECK(rig.issuer.asked == "fuu");
  CHECK(reason_of(rig.prove(old.mint("ann"))) == "token_signature");
}

TEST_CASE("keys are asked for anew when their time is over, and stay when nobody answers") {
  IssuerRig rig;
  Signer signer("one");
  rig.issuer.publish(signer.jwk());
  CHECK(rig.prove(signer.mint("ann")));
  rig.issuer.set.reset();
  rig.advance(5min);
  CHECK(rig.prove(signer.mint("ann")));
  CHECK(rig.prove(signer.mint("ann")));
  CHECK(rig.issuer.asked == "ff");
  rig.advance(30s);
  CHECK(rig.prove(signer.mint("ann")));
  CHECK(rig.issuer.asked == "fff");
}

TEST_CASE("while no keys were ever read the answer is to come again, not that the token is bad") {
  IssuerRig rig;
  Signer signer("one");
  CHECK(code_of(rig.prove(signer.mint("ann"))) == Errc::unavailable);
  rig.issuer.publish(R"({"kty":"oct","k":"AAAA"})");
  CHECK(code_of(rig.prove(signer.mint("ann"))) == Errc::unavailable);
  rig.issuer.publish(signer.jwk());
  CHECK(rig.prove(signer.mint("ann")));
}

TEST_CASE("the algorithm is the key's: a public key is no secret, and none is no algorithm") {
  IssuerRig rig;
  Signer signer("one");
  Signer other("one");
  rig.issuer.publish(signer.jwk());
  CHECK(rig.prove(signer.mint("ann")));
  CHECK(reason_of(rig.prove(other.mint("ann"))) == "token_signature");

  std::string const payload = R"({"sub":"ann"})";
  for (auto const& secret : {signer.public_bytes(), signer.jwk(), *rig.issuer.set}) {
    auto forged = jose::Key::hmac(secret);
    REQUIRE(forged);
    CHECK(reason_of(rig.prove(jose::sign_compact(payload, *forged))) == "token_signature");
  }
  for (auto const* alg : {"none", "None", "HS256", "RS256", "ES256", "eddsa", ""}) {
    INFO(alg);
    auto header = std::string(R"({"alg":")") + alg + R"(","kid":"one"})";
    CHECK(reason_of(rig.prove(signer.sign(header, payload))) == "token_signature");
    auto bare = to_base64url(header) + '.' + to_base64url(payload) + '.';
    CHECK_FALSE(rig.prove(bare));
  }
}

TEST_CASE("a header that brings its own key, or names where one may be had, is refused") {
  IssuerRig rig;
  Signer signer("one");
  rig.issuer.publish(signer.jwk());
  CHECK(rig.prove(signer.mint("ann", "", R"(,"typ":"JWT")")));
  for (std::string const more :
       {R"(,"jku":"https://evil.example/k")", R"(,"x5u":"https://evil.example/k")",
        R"(,"crit":["exp"])", R"(,"kid":"two")"}) {
    INFO(more);
    CHECK_FALSE(rig.prove(signer.mint("ann", "", more)));
  }
  CHECK_FALSE(rig.prove(signer.mint("ann", "", R"(,"jwk":)" + signer.jwk())));
}

TEST_CASE("a shared secret in a published set counts for nothing") {
  IssuerRig rig;
  Signer signer("one");
  std::string const secret(32, 's');
  rig.issuer.publish(R"({"kty":"oct","kid":"h","k":")" + to_base64url(secret) + "\"}," +
                     signer.jwk());
  CHECK(rig.prove(signer.mint("ann")));
  auto key = jose::Key::hmac(secret);
  CHECK_FALSE(rig.prove(jose::sign_compact(R"({"sub":"ann"})", *key)));
}

TEST_CASE(
    "an issuer speaks for our account only while that is active, and cannot write a version") {
  IssuerRig rig;
  Signer signer("one");
  rig.issuer.publish(signer.jwk());
  auto jane = rig.add("jane");
  auto token = signer.mint(jane.id.value().to_string(), R"(,"ver":99)");
  auto subject = rig.prove(token);
  REQUIRE(subject);
  CHECK(subject->user);
  ports::UserChange off;
  off.active = false;
  off.updated_at = rig.clock.timestamp();
  REQUIRE(rig.run(rig.store.users().update(jane.id, off)));
  rig.accounts.directory.forget(jane.id);
  CHECK(reason_of(rig.prove(token)) == "token_revoked");
}

TEST_CASE("without an audience of our own, a token that is for somebody is not for us") {
  IssuerRig rig;
  Signer signer("one");
  rig.issuer.publish(signer.jwk());
  CHECK(rig.prove(signer.mint("ann")));
  CHECK(reason_of(rig.prove(signer.mint("ann", R"(,"aud":"app")"))) == "token_audience");
  CHECK(reason_of(rig.prove(signer.mint("ann", R"(,"aud":[""])"))) == "token_audience");
  auto ours = jose::Key::hmac(rig_secret);
  CHECK(reason_of(rig.prove(jose::sign_compact(R"({"sub":"ann","aud":"app"})", *ours))) ==
        "token_audience");
}

TEST_CASE("with an audience, the issuer's tokens must be for us, and ours need not say so") {
  IssuerRig rig("app");
  Signer signer("one");
  rig.issuer.publish(signer.jwk());
  CHECK(rig.prove(signer.mint("ann", R"(,"aud":"app")")));
  CHECK(rig.prove(signer.mint("ann", R"(,"aud":["userinfo","app"])")));
  for (auto const* other : {"", R"(,"aud":"ap")", R"(,"aud":"App")", R"(,"aud":["a","p"])"})
    CHECK_MESSAGE(reason_of(rig.prove(signer.mint("ann", other))) == "token_audience", other);

  auto ours = jose::Key::hmac(rig_secret);
  CHECK(rig.prove(jose::sign_compact(R"({"sub":"ann"})", *ours)));
  CHECK(rig.prove(jose::sign_compact(R"({"sub":"ann","aud":"app"})", *ours)));
  CHECK(reason_of(rig.prove(jose::sign_compact(R"({"sub":"ann","aud":"x"})", *ours))) ==
        "token_audience");
  auto jane = rig.add("jane");
  CHECK(rig.prove(rig.token(jane)));
}

TEST_CASE(
    "the issuer's token opens the chat socket to the account that it names, until it lapses") {
  IssuerRig rig("app");
  Signer signer("one");
  rig.issuer.publish(signer.jwk());
  auto jane = rig.add("jane");
  auto id = jane.id.value().to_string();
  auto const until = std::chrono::floor<std::chrono::seconds>(rig.clock.timestamp() + 1h);
  auto lapse = R"(,"exp":)" + std::to_string(until.time_since_epoch().count());
  auto caller = rig.sign_in(signer.mint(id, R"(,"aud":"app")" + lapse));
  REQUIRE(caller);
  CHECK(caller->user.username == "jane");
  CHECK(caller->token_expires_at == until);

  CHECK(reason_of(rig.sign_in(signer.mint(id, lapse))) == "token_audience");
  CHECK(reason_of(rig.sign_in(signer.mint(id, R"(,"aud":"app")"))) == "token_without_expiry");
  CHECK(reason_of(rig.sign_in(signer.mint(id, R"(,"aud":"app","exp":1)"))) == "token_expired");
  CHECK(reason_of(rig.sign_in(signer.mint("ann", R"(,"aud":"app")" + lapse))) == "no_account");
  Signer other("one");
  CHECK(reason_of(rig.sign_in(other.mint(id, R"(,"aud":"app")" + lapse))) == "token_signature");
  CHECK(rig.sign_in(rig.token(jane)));

  ports::UserChange off;
  off.active = false;
  off.updated_at = rig.clock.timestamp();
  REQUIRE(rig.run(rig.store.users().update(jane.id, off)));
  rig.accounts.directory.forget(jane.id);
  CHECK(reason_of(rig.sign_in(signer.mint(id, R"(,"aud":"app")" + lapse))) == "token_revoked");
}

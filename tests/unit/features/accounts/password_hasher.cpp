#include "features/accounts/password_hasher.hpp"

#include <doctest/doctest.h>

#include "unit/features/accounts/accounts_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using accounts::PasswordHasher;

namespace {

std::string hash_of(AccountsRig& rig, std::string password) {
  return *rig.run(rig.shared.hasher.hash(std::move(password)));
}

}  // namespace

TEST_CASE("a hash is bcrypt at the set cost, salted, and fits its password only") {
  AccountsRig rig;
  auto hash = hash_of(rig, "SecurePass123");
  CHECK(hash.starts_with("$2b$04$"));
  CHECK(hash.size() == 60);
  CHECK(hash != hash_of(rig, "SecurePass123"));
  CHECK(rig.run(rig.shared.hasher.verify("SecurePass123", hash))->matches);
  CHECK_FALSE(rig.run(rig.shared.hasher.verify("SecurePass124", hash))->matches);
  CHECK_FALSE(rig.run(rig.shared.hasher.verify("", hash))->matches);
}

TEST_CASE("all 72 bytes of a password count, and a longer one never fits") {
  AccountsRig rig;
  auto longest = "Aa1" + std::string(69, 'x');
  auto hash = hash_of(rig, longest);
  auto other = longest;
  other.back() = 'y';
  CHECK(rig.run(rig.shared.hasher.verify(longest, hash))->matches);
  CHECK_FALSE(rig.run(rig.shared.hasher.verify(other, hash))->matches);
  CHECK_FALSE(rig.run(rig.shared.hasher.verify(longest + "z", hash))->matches);
  CHECK_FALSE(rig.run(rig.shared.hasher.verify(longest + '\0', hash))->matches);
}

TEST_CASE("a password with a NUL fits nothing, not even what stands before the NUL") {
  AccountsRig rig;
  auto hash = hash_of(rig, "SecurePass123");
  std::string longer("SecurePass123\0x", 15);
  CHECK_FALSE(rig.run(rig.shared.hasher.verify(longer, hash))->matches);
}

TEST_CASE("without a hash, or with one that is no bcrypt, the answer is no after a hash's work") {
  AccountsRig rig;
  for (auto hash : {std::optional<std::string>(), std::optional<std::string>("aa1QSqV2JXXSo"),
                    std::optional<std::string>("*0"), std::optional<std::string>("")}) {
    auto verdict = rig.begin(rig.shared.hasher.verify("SecurePass123", hash));
    CHECK(rig.hashing.queued() == 1);
    while (rig.pump()) {
    }
    REQUIRE(verdict->result);
    CHECK_FALSE((*verdict->result)->matches);
  }
}

TEST_CASE("a hash of another cost is known as outdated, but only by the right password") {
  AccountsRig rig;
  PasswordHasher stronger(rig.hashing, 5);
  auto hash = hash_of(rig, "SecurePass123");
  CHECK(rig.run(stronger.verify("SecurePass123", hash))->outdated);
  CHECK_FALSE(rig.run(stronger.verify("wrong", hash))->outdated);
  CHECK_FALSE(rig.run(rig.shared.hasher.verify("SecurePass123", hash))->outdated);
}

TEST_CASE("whoever finds the queue full is told to come back") {
  AccountsRig rig(rig_settings(), memory::Pace::at_once, 2);
  auto first = rig.begin(rig.shared.hasher.hash("SecurePass123"));
  auto second = rig.begin(rig.shared.hasher.hash("SecurePass123"));
  auto third = rig.begin(rig.shared.hasher.hash("SecurePass123"));
  REQUIRE(third->result);
  CHECK(third->result->error().code == Errc::unavailable);
  CHECK(third->result->error().reason == "busy");
  CHECK(third->result->error().retry_after >= std::chrono::seconds(1));
  while (rig.pump()) {
  }
  CHECK((first->result && second->result));
}

TEST_CASE("the queue is as long as two seconds of hashing, and hashing gives way to the shards") {
  auto one_thread = PasswordHasher::pool_options(12, 2);
  CHECK(one_thread.threads == 1);
  CHECK(one_thread.queue_max == 8);
  CHECK(one_thread.niceness > 0);
  CHECK(PasswordHasher::pool_options(12, 16).queue_max == 64);
  CHECK(PasswordHasher::pool_options(16, 1).queue_max == 1);
  CHECK(PasswordHasher::pool_options(4, 2).queue_max <= 256);
}

#include "features/accounts/password_hasher.hpp"

#include <crypt.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "base/expects.hpp"
#include "base/random.hpp"
#include "features/accounts/field_rules.hpp"

namespace switchboard::accounts {
namespace {

constexpr int niceness = 10;
constexpr std::int64_t milliseconds_at_cost_12 = 250;
constexpr std::int64_t wait_milliseconds_max = 2000;
constexpr std::size_t queue_most = 256;
constexpr std::size_t hash_bytes = 60;  // $2b$CC$, 22 of salt, 31 of hash
constexpr std::size_t salt_start = 7;

// 32 KB that saw a password: too big for a stack, and wiped before anybody else gets it.
struct Wipe {
  void operator()(crypt_data* scratch) const {
    explicit_bzero(scratch, sizeof *scratch);
    delete scratch;
  }
};

std::string crypt_with(std::string const& password, std::string const& setting) {
  std::unique_ptr<crypt_data, Wipe> scratch(new crypt_data());
  auto const* hash = crypt_r(password.c_str(), setting.c_str(), scratch.get());
  if (hash == nullptr || std::strlen(hash) != hash_bytes) throw std::runtime_error("bcrypt failed");
  return hash;
}

// crypt_r takes anything that it does not know for DES, so the prefix is looked at first.
bool is_bcrypt(std::string_view hash) {
  auto known = hash.starts_with("$2b$") || hash.starts_with("$2a$") || hash.starts_with("$2y$");
  return known && hash.size() == hash_bytes && hash[salt_start - 1] == '$';
}

std::string prefix_of_cost(int cost) {
  return std::string("$2b$") + (cost < 10 ? "0" : "") + std::to_string(cost) + '$';
}

std::string fresh_setting(int cost) {
  std::array<std::uint8_t, 16> salt;
  fill_random(salt);
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  auto const* made = crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost),
                                      reinterpret_cast<char const*>(salt.data()), salt.size(),
                                      setting.data(), setting.size());
  if (made == nullptr) throw std::runtime_error("bcrypt has no salt");
  return made;
}

}  // namespace

runtime::BlockingPool::Options PasswordHasher::pool_options(int cost, std::size_t cores) {
  auto threads = std::max<std::size_t>(1, cores / 2);
  auto one = cost >= 12 ? milliseconds_at_cost_12 << (cost - 12)
                        : std::max<std::int64_t>(1, milliseconds_at_cost_12 >> (12 - cost));
  auto waiting = threads * static_cast<std::size_t>(wait_milliseconds_max / one);
  return {.name = "hashing",
          .threads = threads,
          .queue_max = std::clamp(waiting, threads, std::max(threads, queue_most)),
          .niceness = niceness};
}

PasswordHasher::PasswordHasher(runtime::BlockingPool& pool, int cost) : pool_(pool), cost_(cost) {
  expects(cost >= 4 && cost <= 16, "a bcrypt cost from 4 to 16");
}

Task<Result<std::string>> PasswordHasher::hash(std::string password) {
  expects(password.size() <= password_bytes_max && !password.contains('\0'),
          "a password that bcrypt takes whole");
  auto work = [password = std::move(password), cost = cost_]() mutable {
    auto hash = crypt_with(password, fresh_setting(cost));
    explicit_bzero(password.data(), password.size());
    return hash;
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<PasswordHasher::Verdict>> PasswordHasher::verify(std::string password,
                                                             std::optional<std::string> hash) {
  auto hopeless =
      !hash || !is_bcrypt(*hash) || password.size() > password_bytes_max || password.contains('\0');
  auto ours = prefix_of_cost(cost_);
  // The equal work of the hopeless: any salt will do.
  if (hopeless) hash = ours + std::string(hash_bytes - salt_start, '.');
  auto outdated = !hash->starts_with(ours);
  auto work = [password = std::move(password), hash = std::move(*hash), hopeless]() mutable {
    if (hopeless) password.resize(std::min(password.size(), password_bytes_max));
    auto made = crypt_with(password, hash);
    explicit_bzero(password.data(), password.size());
    return !hopeless && equal_in_constant_time(made, hash);
  };
  auto matches = co_await pool_.run(std::move(work));
  if (!matches) co_return failure_of(std::move(matches));
  co_return Verdict{*matches, *matches && outdated};
}

}  // namespace switchboard::accounts

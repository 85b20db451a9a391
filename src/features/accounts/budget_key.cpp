#include "features/accounts/budget_key.hpp"

#include <arpa/inet.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <string>

#include "base/random.hpp"

namespace switchboard::accounts {
namespace {

constexpr std::size_t ipv6_network_bytes = 8;
constexpr std::array<std::uint8_t, 12> ipv4_in_ipv6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

BudgetKey key_of_bytes(BudgetKey::Kind kind, void const* bytes, std::size_t count) {
  BudgetKey key{kind, {}};
  std::memcpy(key.bytes.data(), bytes, std::min(count, key.bytes.size()));
  return key;
}

BudgetKey key_of_digest(BudgetKey::Kind kind, std::string_view text) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest.data());
  return key_of_bytes(kind, digest.data(), digest.size());
}

std::uint64_t mix(std::uint64_t left, std::uint64_t right) {
  __extension__ using Wide = unsigned __int128;
  auto product = static_cast<Wide>(left) * right;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

BudgetKey budget_of_address(std::string_view address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.size() >= text.size()) return key_of_digest(BudgetKey::Kind::address, address);
  std::ranges::copy(address, text.begin());
  // Four bytes are IPv4 in IPv6's form, so that neither kind is ever taken for the other.
  std::array<std::uint8_t, 16> bytes{};
  std::ranges::copy(ipv4_in_ipv6, bytes.begin());
  if (inet_pton(AF_INET, text.data(), bytes.data() + ipv4_in_ipv6.size()) == 1)
    return {BudgetKey::Kind::address, bytes};
  if (inet_pton(AF_INET6, text.data(), bytes.data()) != 1)
    return key_of_digest(BudgetKey::Kind::address, address);
  if (!std::ranges::equal(std::span(bytes).first<12>(), ipv4_in_ipv6))
    std::fill(bytes.begin() + ipv6_network_bytes, bytes.end(), std::uint8_t{0});
  return {BudgetKey::Kind::address, bytes};
}

BudgetKey budget_of_account(std::string_view email) {
  std::string lower(email);
  for (auto& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return key_of_digest(BudgetKey::Kind::account, lower);
}

BudgetKey budget_of_token(std::string_view verified_token) {
  // The end of a signature is as random as its key.
  auto count = std::min<std::size_t>(verified_token.size(), sizeof(BudgetKey::bytes));
  return key_of_bytes(BudgetKey::Kind::token, verified_token.end() - count, count);
}

BudgetHash::BudgetHash() : seed_(random_number()) {}

std::size_t BudgetHash::operator()(BudgetKey const& key) const {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::memcpy(&low, key.bytes.data(), sizeof low);
  std::memcpy(&high, key.bytes.data() + sizeof low, sizeof high);
  auto kind = static_cast<std::uint64_t>(key.kind) + 1;
  auto mixed = mix(low ^ seed_, high ^ 0x9E3779B97F4A7C15U ^ (seed_ << 1));
  return static_cast<std::size_t>(mix(mixed ^ kind, seed_ | 1));
}

}  // namespace switchboard::accounts

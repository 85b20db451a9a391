#pragma once
// Whose budget a request spends. Fixed in size, so that what strangers send cannot grow it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace switchboard::accounts {

struct BudgetKey {
  enum class Kind : std::uint8_t { address, account, token };

  Kind kind = Kind::address;
  std::array<std::uint8_t, 16> bytes{};

  friend bool operator==(BudgetKey const&, BudgetKey const&) = default;
};

// An address as text. IPv6 counts by its /64, for everybody owns that many; IPv4 in IPv6 is IPv4.
[[nodiscard]] BudgetKey budget_of_address(std::string_view address);
// An account by its e-mail, without regard to case, whether it exists or not.
[[nodiscard]] BudgetKey budget_of_account(std::string_view email);
// Only for a token whose signature is good: else a request could name whose budget it spends.
[[nodiscard]] BudgetKey budget_of_token(std::string_view verified_token);

// Seeded, so that nobody can choose keys that meet in one bucket.
class BudgetHash {
 public:
  BudgetHash();
  std::size_t operator()(BudgetKey const& key) const;

 private:
  std::uint64_t seed_;
};

}  // namespace switchboard::accounts

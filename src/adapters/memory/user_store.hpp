#pragma once
// Accounts in memory, in the order of their making.

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/memory/desk.hpp"
#include "ports/user_store.hpp"

namespace switchboard::memory {

class UserStore final : public ports::UserStore {
 public:
  // Told of an account, on the desk's thread.
  struct Listeners {
    std::function<void(UserId)> on_removed;
    std::function<void(UserId)> on_sign_ins_ended;
  };

  // `desk` must outlive the store.
  UserStore(Desk& desk, Listeners listeners) : desk_(desk), listeners_(std::move(listeners)) {}

  Task<Result<User>> create(ports::NewUser user) override;
  Task<Result<User>> find(UserId id) override;
  Task<Result<ports::Credentials>> find_credentials(std::string email) override;
  Task<Result<ports::Credentials>> find_credentials_by_id(UserId id) override;
  Task<Result<ports::Credentials>> find_credentials_by_username(std::string username) override;
  Task<Result<User>> update(UserId id, ports::UserChange change) override;
  Task<Result<void>> remove(UserId id) override;
  Task<Result<ports::UserPage>> list(ports::UserQuery query) override;
  Task<Result<ports::UserStatistics>> statistics() override;
  Task<Result<std::vector<User>>> search(std::string text, std::int64_t limit) override;

  // On the desk's thread; null once the account is gone.
  [[nodiscard]] User const* account(UserId id) const;
  // Of an account that is there and active.
  [[nodiscard]] std::optional<TokenVersion> version_of(UserId id) const;

 private:
  [[nodiscard]] ports::Credentials* look_up(UserId id);
  [[nodiscard]] Result<void> free_for(UserId id, std::optional<std::string> const& email,
                                      std::string_view username) const;
  [[nodiscard]] Result<User> add(ports::NewUser& user);
  [[nodiscard]] Result<User> change_one(UserId id, ports::UserChange& change);
  [[nodiscard]] Result<ports::UserPage> page(ports::UserQuery const& query) const;

  Desk& desk_;
  Listeners listeners_;
  std::vector<ports::Credentials> accounts_;
  std::int64_t newest_number_ = 0;
};

}  // namespace switchboard::memory

#pragma once
// Sign-ins in memory.

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "adapters/memory/desk.hpp"
#include "ports/sign_in_store.hpp"

namespace switchboard::memory {

class SignInStore final : public ports::SignInStore {
 public:
  // Of an account that is there and active.
  using FindVersion = std::function<std::optional<TokenVersion>(UserId)>;

  // `desk` must outlive the store.
  SignInStore(Desk& desk, FindVersion find_version)
      : desk_(desk), find_version_(std::move(find_version)) {}

  Task<Result<std::optional<SignInId>>> add(SignIn sign_in, TokenVersion proven) override;
  Task<Result<std::vector<SignIn>>> of(UserId user) override;
  Task<Result<ports::Refreshed>> refresh(SignInId id, RefreshCount presented, Timestamp now,
                                         Timestamp expires_at) override;
  Task<Result<void>> end(UserId user, SignInId id) override;
  Task<Result<void>> end_all(UserId user, std::optional<SignInId> but) override;

  // On the desk's thread.
  void erase(UserId user) { erase_but(user, std::nullopt); }

 private:
  void erase_but(UserId user, std::optional<SignInId> but);
  void remove_lapsed(Timestamp now);
  [[nodiscard]] std::vector<SignIn> list(UserId user) const;
  [[nodiscard]] Result<std::optional<SignInId>> add_one(SignIn const& sign_in, TokenVersion proven);
  [[nodiscard]] Result<ports::Refreshed> refresh_one(SignInId id, RefreshCount presented,
                                                     Timestamp now, Timestamp expires_at);

  Desk& desk_;
  FindVersion find_version_;
  std::map<SignInId, SignIn> sign_ins_;
};

}  // namespace switchboard::memory

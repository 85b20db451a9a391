#pragma once
// Sign-ins in SQLite.

#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/writer.hpp"
#include "ports/sign_in_store.hpp"

namespace switchboard::sqlite {

class SignInStore final : public ports::SignInStore {
 public:
  // Both must outlive the store.
  SignInStore(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Task<Result<std::optional<SignInId>>> add(SignIn sign_in, TokenVersion proven) override;
  Task<Result<std::vector<SignIn>>> of(UserId user) override;
  Task<Result<ports::Refreshed>> refresh(SignInId id, RefreshCount presented, Timestamp now,
                                         Timestamp expires_at) override;
  Task<Result<void>> end(UserId user, SignInId id) override;
  Task<Result<void>> end_all(UserId user, std::optional<SignInId> but) override;

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace switchboard::sqlite

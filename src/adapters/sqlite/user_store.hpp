#pragma once
// Accounts in SQLite.

#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/writer.hpp"
#include "ports/user_store.hpp"

namespace switchboard::sqlite {

class UserStore final : public ports::UserStore {
 public:
  // Both must outlive the store.
  UserStore(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

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

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace switchboard::sqlite

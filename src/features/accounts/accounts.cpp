#include "features/accounts/accounts.hpp"

#include <utility>

namespace switchboard::accounts {

SharedAccounts::SharedAccounts(ports::UserStore& user_store, runtime::BlockingPool& hashing,
                               std::vector<runtime::Loop*> loops, Clock const& clock_,
                               Settings settings_)
    : store(user_store),
      clock(clock_),
      settings(std::move(settings_)),
      hasher(hashing, settings.bcrypt_cost),
      limiter({.enabled = settings.rate_limits}),
      guard({.enabled = settings.rate_limits}),
      changes(std::move(loops)),
      first_admin(store, hasher, clock) {}

Accounts::Accounts(SharedAccounts& shared, std::size_t loop_index)
    : directory(shared.store),
      issuer(shared.settings.jwt_secret, shared.settings.token_lifetime, shared.clock),
      authenticator(shared.settings.jwt_secret, directory, shared.clock),
      create_user(shared.store, shared.hasher, shared.limiter, shared.clock,
                  shared.settings.open_roles),
      list_users(shared.store),
      list_users_by_role(list_users),
      user_statistics(shared.store),
      get_user(directory),
      update_user({shared.store, shared.hasher, shared.guard, shared.changes, shared.clock}),
      delete_user(shared.store, shared.changes),
      login({shared.store, shared.hasher, shared.guard, issuer, shared.clock}) {
  shared.changes.listen(loop_index, [this](UserId id) { directory.forget(id); });
}

}  // namespace switchboard::accounts

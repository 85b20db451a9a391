#include "features/accounts/accounts.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::accounts {
namespace {

// No access token outlives its sign-in, with the leeway that its end is given.
std::chrono::seconds lifetime_of(Settings const& settings) {
  return std::max(settings.refresh_lifetime, settings.token_lifetime + std::chrono::minutes(1));
}

}  // namespace

SharedAccounts::SharedAccounts(Stores stores_, runtime::BlockingPool& hashing,
                               std::vector<runtime::Loop*> loops, Clock const& clock_,
                               Settings settings_, Log* log_)
    : stores(stores_),
      clock(clock_),
      log(log_),
      settings(std::move(settings_)),
      hasher(hashing, settings.bcrypt_cost),
      limiter({.enabled = settings.rate_limits}),
      guard({.enabled = settings.rate_limits}),
      changes(std::move(loops)),
      first_admin(stores.users, hasher, clock) {}

Accounts::Accounts(SharedAccounts& shared, std::size_t loop_index)
    : directory(shared.stores.users, shared.stores.sign_ins),
      issuer(shared.settings.jwt_secret, shared.settings.token_lifetime, shared.clock),
      sign_ins(
          {shared.stores.sign_ins, directory, issuer, shared.changes, shared.clock, shared.log},
          shared.settings.jwt_secret, lifetime_of(shared.settings)),
      authenticator(shared.settings.jwt_secret, directory, shared.clock),
      create_user(shared.stores.users, shared.hasher, shared.limiter, shared.clock,
                  shared.settings.open_roles),
      list_users(shared.stores.users),
      list_users_by_role(list_users),
      user_statistics(shared.stores.users),
      get_user(directory),
      update_user({shared.stores.users, shared.hasher, shared.guard, shared.changes, shared.clock}),
      delete_user(shared.stores.users, shared.changes),
      find_users(shared.stores.users),
      login({shared.stores.users, shared.hasher, shared.guard, sign_ins, shared.clock}),
      api_keys(shared.stores.api_keys, shared.changes, shared.clock),
      key_authenticator(shared.stores.api_keys, directory, shared.clock),
      ticket_authenticator(shared.tickets, directory, shared.clock),
      program_accounts({shared.stores.users, shared.stores.api_keys, shared.hasher, shared.limiter,
                        shared.guard, shared.changes, shared.clock}) {
  shared.changes.listen(loop_index, [this](UserId id) { directory.forget(id); });
}

}  // namespace switchboard::accounts

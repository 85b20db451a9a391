#pragma once
// The parts list of this feature: what the shards of a node share, and what each has of its own.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "features/accounts/account_changes.hpp"
#include "features/accounts/api_keys.hpp"
#include "features/accounts/authenticator.hpp"
#include "features/accounts/create_user.hpp"
#include "features/accounts/delete_user.hpp"
#include "features/accounts/directory.hpp"
#include "features/accounts/find_users.hpp"
#include "features/accounts/first_admin.hpp"
#include "features/accounts/get_user.hpp"
#include "features/accounts/key_authenticator.hpp"
#include "features/accounts/list_users.hpp"
#include "features/accounts/list_users_by_role.hpp"
#include "features/accounts/login.hpp"
#include "features/accounts/password_hasher.hpp"
#include "features/accounts/program_accounts.hpp"
#include "features/accounts/rate_limiter.hpp"
#include "features/accounts/sign_in_guard.hpp"
#include "features/accounts/sign_ins.hpp"
#include "features/accounts/ticket_authenticator.hpp"
#include "features/accounts/tickets.hpp"
#include "features/accounts/token_issuer.hpp"
#include "features/accounts/update_user.hpp"
#include "features/accounts/user_statistics.hpp"

namespace switchboard::accounts {

struct Settings {
  std::string jwt_secret;  // 32 bytes or more
  std::chrono::seconds token_lifetime{86'400};
  std::chrono::seconds refresh_lifetime{30 * 86'400};
  int bcrypt_cost = 12;
  std::vector<Role> open_roles = {Role::client, Role::trainer};
  bool rate_limits = true;
};

// What the feature keeps things in. All must outlive it.
struct Stores {
  ports::UserStore& users;
  ports::SignInStore& sign_ins;
  ports::ApiKeyStore& api_keys;
};

// Shared by the shards of a node; each part may be used from any of them.
struct SharedAccounts {
  // All must outlive it. `hashing`: made with PasswordHasher::pool_options.
  SharedAccounts(Stores stores, runtime::BlockingPool& hashing, std::vector<runtime::Loop*> loops,
                 Clock const& clock, Settings settings, Log* log = nullptr);

  Stores stores;
  Clock const& clock;
  Log* log;
  Settings settings;
  PasswordHasher hasher;
  RateLimiter limiter;
  SignInGuard guard;
  AccountChanges changes;
  FirstAdmin first_admin;
  Tickets tickets;
};

// One shard's own.
struct Accounts {
  // `shared` must outlive it; made at start-up or on that loop.
  Accounts(SharedAccounts& shared, std::size_t loop_index);
  Accounts(Accounts const&) = delete;

  Directory directory;
  TokenIssuer issuer;
  SignIns sign_ins;
  Authenticator authenticator;
  CreateUser create_user;
  ListUsers list_users;
  ListUsersByRole list_users_by_role;
  UserStatistics user_statistics;
  GetUser get_user;
  UpdateUser update_user;
  DeleteUser delete_user;
  FindUsers find_users;
  Login login;
  ApiKeys api_keys;
  KeyAuthenticator key_authenticator;
  TicketAuthenticator ticket_authenticator;
  ProgramAccounts program_accounts;
};

}  // namespace switchboard::accounts

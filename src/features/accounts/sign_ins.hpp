#pragma once
// Who is signed in where: from the first token to the last. One shard's own.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/account_changes.hpp"
#include "features/accounts/directory.hpp"
#include "features/accounts/token_issuer.hpp"
#include "model/sign_in.hpp"
#include "ports/sign_in_store.hpp"
#include "protocol/jose/refresh_token.hpp"

namespace switchboard::accounts {

// What a sign-in, and each renewal of its tokens, ends with.
struct SignedIn {
  User user;
  std::string token;
  std::string refresh_token;
  std::chrono::seconds expires_in;  // the token
};

class SignIns {
 public:
  struct Parts {
    ports::SignInStore& store;
    Directory& directory;
    TokenIssuer& issuer;
    AccountChanges& changes;
    Clock const& clock;
    Log* log = nullptr;  // null: nobody reads of reuse
  };
  // The parts must outlive it. `lifetime`: of a sign-in whose tokens nobody renews.
  SignIns(Parts parts, std::string_view secret, std::chrono::seconds lifetime);

  // Who it is has been proven, of the account as it was then. conflict: it has changed meanwhile.
  Task<Result<SignedIn>> open(User user, SignInOrigin origin);
  // `unauthenticated`: no token of ours, a lapsed or ended sign-in, or a token that somebody used
  // before; then its sign-in has ended.
  Task<Result<SignedIn>> refresh(std::string refresh_token);
  // Used last first.
  Task<Result<std::vector<SignIn>>> list(UserId user) { return parts_.store.of(user); }
  // not_found. Like `end_all`: when it answers, no shard lets its tokens in any more.
  Task<Result<void>> end(UserId user, SignInId id);
  Task<Result<void>> end_all(UserId user, std::optional<SignInId> but);

  [[nodiscard]] std::chrono::seconds lifetime() const { return lifetime_; }

 private:
  [[nodiscard]] SignedIn tokens_of(User user, SignIn const& sign_in);

  Parts parts_;
  jose::Key key_;
  std::chrono::seconds lifetime_;
};

}  // namespace switchboard::accounts

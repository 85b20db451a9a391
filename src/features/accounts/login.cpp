#include "features/accounts/login.hpp"

#include <optional>
#include <utility>

#include "features/accounts/field_rules.hpp"

namespace switchboard::accounts {
namespace {

Result<void> check(Login::Input const& input) {
  if (auto email = check_email(input.email); !email) return email;
  if (input.password.empty()) return fail(Errc::invalid_argument, "Password cannot be empty");
  return {};
}

std::unexpected<Error> refuse() {
  return fail(Errc::invalid_argument, "Invalid credentials", "invalid_credentials");
}

}  // namespace

Task<Result<SignedIn>> Login::run(Input input, SignInOrigin origin) {
  if (auto checked = check(input); !checked) co_return failure_of(std::move(checked));
  auto attempt = co_await parts_.guard.enter(origin.address, input.email);
  if (!attempt) co_return failure_of(std::move(attempt));
  auto found = co_await parts_.store.find_credentials(input.email);
  if (!found && found.error().code != Errc::not_found) co_return failure_of(std::move(found));
  std::optional<std::string> hash;
  if (found) hash = found->password_hash;
  auto verdict = co_await parts_.hasher.verify(input.password, std::move(hash));
  if (!verdict) co_return failure_of(std::move(verdict));
  if (!verdict->matches || !found->user.active) {
    attempt->failed(parts_.clock.now());
    co_return refuse();
  }
  attempt->succeeded();
  if (verdict->outdated) co_await renew_hash(*found, std::move(input.password));
  auto signed_in = co_await parts_.sign_ins.open(std::move(found->user), std::move(origin));
  // The password was changed, or the account deactivated, while it was being proven.
  if (!signed_in && signed_in.error().code == Errc::conflict) co_return refuse();
  co_return signed_in;
}

// A sign-in does not fail because this did; the next one tries again.
Task<void> Login::renew_hash(ports::Credentials proven, std::string password) {
  auto hash = co_await parts_.hasher.hash(std::move(password));
  if (!hash) co_return;
  ports::UserChange change;
  change.present_hash = std::move(proven.password_hash);
  change.password_hash = std::move(*hash);
  change.updated_at = proven.user.updated_at;
  auto renewed = co_await parts_.store.update(proven.user.id, std::move(change));
  static_cast<void>(renewed);
}

}  // namespace switchboard::accounts

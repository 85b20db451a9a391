#include "features/accounts/ticket_authenticator.hpp"

#include <utility>

namespace switchboard::accounts {
namespace {

std::unexpected<Error> refuse() {
  return fail(Errc::unauthenticated, "Unauthorized", "bad_ticket");
}

}  // namespace

Task<Result<Caller>> TicketAuthenticator::authenticate(std::string ticket) {
  auto caller = tickets_.redeem(ticket, clock_.now());
  if (!caller) co_return refuse();
  auto account = co_await directory_.find(caller->user.id);
  if (!account && account.error().code == Errc::not_found) co_return refuse();
  if (!account) co_return failure_of(std::move(account));
  auto const& now = **account;
  if (!now.active || now.token_version != caller->user.token_version) co_return refuse();
  if (caller->sign_in && !now.has(*caller->sign_in)) co_return refuse();
  caller->user = now;
  co_return std::move(*caller);
}

}  // namespace switchboard::accounts

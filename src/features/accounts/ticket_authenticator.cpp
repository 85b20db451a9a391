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
  auto user = co_await directory_.find(caller->user.id);
  if (!user && user.error().code == Errc::not_found) co_return refuse();
  if (!user) co_return failure_of(std::move(user));
  if (!(*user)->active || (*user)->token_version != caller->user.token_version) co_return refuse();
  caller->user = **user;
  co_return std::move(*caller);
}

}  // namespace switchboard::accounts

#include "features/accounts/tickets.hpp"

#include <utility>

#include "base/random.hpp"
#include "features/accounts/key_secret.hpp"

namespace switchboard::accounts {
namespace {

constexpr std::size_t ticket_bytes = 32;

}  // namespace

std::string Tickets::issue(Caller caller, Instant now) {
  auto ticket = random_hex(ticket_bytes);
  tickets_.update(key_digest(ticket), [&](Entry& entry) {
    entry = {std::move(caller), now + lifetime};
    return true;
  });
  return ticket;
}

std::optional<Caller> Tickets::redeem(std::string_view ticket, Instant now) {
  std::optional<Caller> caller;
  tickets_.update_present(key_digest(ticket), [&](Entry& entry) {
    caller = std::exchange(entry.caller, {});
    if (now >= entry.expires_at) caller.reset();
  });
  return caller;
}

}  // namespace switchboard::accounts

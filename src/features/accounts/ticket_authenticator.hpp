#pragma once
// From a ticket to whoever asks, as their account is now. One shard's own.

#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/directory.hpp"
#include "features/accounts/tickets.hpp"
#include "model/caller.hpp"

namespace switchboard::accounts {

class TicketAuthenticator {
 public:
  // All must outlive it.
  TicketAuthenticator(Tickets& tickets, Directory& directory, Clock const& clock)
      : tickets_(tickets), directory_(directory), clock_(clock) {}

  // `unauthenticated`: used, lapsed or unknown, or the sign-in that made it has ended since.
  Task<Result<Caller>> authenticate(std::string ticket);

 private:
  Tickets& tickets_;
  Directory& directory_;
  Clock const& clock_;
};

}  // namespace switchboard::accounts

#pragma once
// Opens connections and holds them until standard input ends; prints `ready` when all are open.

#include "load/options.hpp"

namespace switchboard::load {

// With `options.token`, each signs in on the chat socket and waits for `authenticated`.
void hold_idle(Options const& options);

}  // namespace switchboard::load

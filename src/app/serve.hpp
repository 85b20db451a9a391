#pragma once
// The server itself: parts, run, drain.

#include "app/settings.hpp"

namespace switchboard::app {

// Runs until SIGTERM or SIGINT, then drains. The answer is the program's exit status.
int serve(Settings const& settings);

}  // namespace switchboard::app

#pragma once
// `switchboard` and its commands, as contracts and `--help` word them.

namespace switchboard::app {

// Does what the command line asks; the answer is the exit status: 0, 1 for a failure, 2 for words
// or settings that are wrong.
int run_command_line(int argc, char const* const* argv);

}  // namespace switchboard::app

#include <cstdio>
#include <exception>

#include "app/command_line.hpp"

int main(int argc, char** argv) {
  try {
    return switchboard::app::run_command_line(argc, argv);
  } catch (std::exception const& bug) {
    std::fprintf(stderr, "switchboard: %s\n", bug.what());
    return 1;
  }
}

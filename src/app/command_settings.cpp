#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/settings_print.hpp"

namespace switchboard::app {

int print_settings(LoadedSettings const& loaded, bool markdown) {
  if (markdown) {
    fmt::print("{}", settings_as_markdown());
    return 0;
  }
  fmt::print("{}", settings_in_force(loaded.in_force));
  std::fflush(stdout);
  for (auto const& error : loaded.errors) fmt::print(stderr, "{}\n", error);
  return loaded.errors.empty() ? 0 : 2;
}

}  // namespace switchboard::app

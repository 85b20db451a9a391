#include "load/idle.hpp"

#include <vector>

#include "load/client.hpp"
#include "load/measure.hpp"

namespace switchboard::load {

void hold_idle(Options const& options) {
  auto const path = options.token.empty() ? options.path : options.path + "?token=" + options.token;
  std::vector<Client> clients;
  clients.reserve(static_cast<std::size_t>(options.connections));
  for (std::int32_t i = 0; i < options.connections; ++i) {
    clients.emplace_back(options, path, static_cast<std::size_t>(i));
    if (options.token.empty()) continue;
    clients.back().await_frame([](auto text) { return text.contains("\"authenticated\""); });
  }
  print_line("ready");
  while (take_line()) {
  }
}

}  // namespace switchboard::load

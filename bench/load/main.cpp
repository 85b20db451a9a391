// The load generator: one kind of load, for each measured stretch one line of JSON.

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "load/asker.hpp"
#include "load/exchange.hpp"
#include "load/fanout.hpp"
#include "load/idle.hpp"
#include "load/measure.hpp"
#include "load/options.hpp"
#include "load/paced.hpp"
#include "load/socket.hpp"

namespace switchboard::load {
namespace {

void exchange(Options const& options, Exchange::MakeAsker const& make) {
  Exchange load(options, make);
  measure_on_demand(load, options.server_pid, options.seconds);
}

void measure(Options const& options) {
  if (options.what == "fanout") {
    FanOut load(options);
    measure_on_demand(load, options.server_pid, options.seconds);
  } else if (options.what == "echo") {
    exchange(options, make_echo_asker);
  } else if (options.what == "http") {
    exchange(options, make_http_asker);
  } else if (options.what == "chat") {
    exchange(options, make_chat_asker);
  } else if (options.what == "paced") {
    Paced paced(options);
    paced.run();
    print({}, paced.result());
  } else if (options.what == "idle") {
    hold_idle(options);
  } else {
    throw std::runtime_error("nothing here measures " + options.what);
  }
}

}  // namespace
}  // namespace switchboard::load

int main(int count, char** arguments) {
  try {
    switchboard::load::raise_descriptor_limit();
    std::vector<std::string> const given(arguments + 1, arguments + count);
    switchboard::load::measure(switchboard::load::parse_options(given));
    return 0;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "bench-load: %s\n", error.what());
    return 1;
  }
}

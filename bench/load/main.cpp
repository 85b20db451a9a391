// The load generator: one measurement a run, one line of JSON on standard output.

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

void measure(Options const& options) {
  if (options.what == "fanout") {
    FanOut fan_out(options);
    auto const sample = fan_out.run();
    print(sample, ",\"compressed\":" + std::to_string(fan_out.compressed()));
  } else if (options.what == "echo") {
    print(Exchange(options, make_echo_asker).run());
  } else if (options.what == "http") {
    print(Exchange(options, make_http_asker).run());
  } else if (options.what == "chat") {
    print(Exchange(options, make_chat_asker).run());
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

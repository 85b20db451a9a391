#include "load/options.hpp"

#include <map>
#include <stdexcept>
#include <variant>

namespace switchboard::load {
namespace {

using Target = std::variant<std::string*, std::uint16_t*, std::int32_t*, double*, bool*>;

std::map<std::string, Target> named(Options& options) {
  return {
      {"--host", &options.host},
      {"--port", &options.port},
      {"--server-pid", &options.server_pid},
      {"--connections", &options.connections},
      {"--in-flight", &options.in_flight},
      {"--payload", &options.payload_bytes},
      {"--rooms", &options.rooms},
      {"--logins", &options.logins_per_second},
      {"--rate", &options.rate_per_second},
      {"--seconds", &options.seconds},
      {"--path", &options.path},
      {"--token", &options.token},
      {"--user", &options.user},
      {"--credentials", &options.credentials},
      {"--deflate", &options.deflate},
      {"--tls", &options.tls},
      {"--socketio", &options.socketio},
  };
}

void assign(Target target, std::string const& value) {
  if (auto* text = std::get_if<std::string*>(&target)) **text = value;
  if (auto* port = std::get_if<std::uint16_t*>(&target)) {
    **port = static_cast<std::uint16_t>(std::stoul(value));
  }
  if (auto* number = std::get_if<std::int32_t*>(&target)) **number = std::stoi(value);
  if (auto* real = std::get_if<double*>(&target)) **real = std::stod(value);
}

}  // namespace

Options parse_options(std::vector<std::string> const& arguments) {
  Options options;
  if (arguments.empty()) throw std::runtime_error("what is to be measured? See bench/README.md");
  options.what = arguments.front();
  auto const names = named(options);
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    auto const found = names.find(arguments[i]);
    if (found == names.end()) throw std::runtime_error("unknown option " + arguments[i]);
    if (auto const* flag = std::get_if<bool*>(&found->second)) {
      **flag = true;
      continue;
    }
    if (i + 1 == arguments.size()) throw std::runtime_error(arguments[i] + " needs a value");
    assign(found->second, arguments[++i]);
  }
  return options;
}

}  // namespace switchboard::load

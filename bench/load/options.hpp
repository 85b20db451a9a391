#pragma once
// What the driver asks of the load generator: `bench-load WHAT --name value --flag …`.

#include <cstdint>
#include <string>
#include <vector>

namespace switchboard::load {

struct Options {
  std::string what;
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::int32_t server_pid = 0;  // whose CPU time is read
  std::int32_t connections = 1;
  std::int32_t in_flight = 1;
  std::int32_t payload_bytes = 128;
  std::int32_t rooms = 1;
  double rate_per_second = 0;
  double logins_per_second = 0;
  double seconds = 1;
  std::string path = "/";
  std::string token;
  std::string user;
  std::string credentials;  // the body of a login
  bool deflate = false;
  bool tls = false;
  bool socketio = false;
};

// Throws std::runtime_error that names what it did not understand.
Options parse_options(std::vector<std::string> const& arguments);

}  // namespace switchboard::load

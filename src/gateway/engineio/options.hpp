#pragma once
// What an Engine.IO server is told at start-up. The defaults are those that clients expect.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace switchboard::engineio {

struct Options {
  std::string path = "/socket.io/";
  Duration ping_interval = std::chrono::seconds(25);
  Duration ping_timeout = std::chrono::seconds(20);
  Duration upgrade_timeout = std::chrono::seconds(10);
  // How long a polling client may take to hear that its session has ended.
  Duration close_timeout = std::chrono::seconds(30);
  std::size_t max_payload = 1'000'000;
  std::size_t packets_max = 16'384;        // in one polling body
  std::size_t unread_bytes_max = 1 << 20;  // beyond it a session is a slow consumer
  std::size_t sessions_max = 100'000;      // on one shard; polling sessions hold no connection
  std::size_t polling_each_max = 0;        // of one address on one shard; 0: no limit
  std::vector<std::string> origins = {"*"};
};

}  // namespace switchboard::engineio

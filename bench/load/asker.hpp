#pragma once
// One connection that asks, and knows what an answer looks like.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "load/options.hpp"
#include "load/socket.hpp"

namespace switchboard::load {

class Asker {
 public:
  virtual ~Asker() = default;

  virtual Socket& socket() = 0;
  virtual std::string question() = 0;
  // Adds the status of each answer among `bytes`: an HTTP status, or 200 for a WebSocket message.
  virtual void take(std::string_view bytes, std::vector<int>& statuses) = 0;
};

using AskerPtr = std::unique_ptr<Asker>;

// `index` numbers the connections of a run.
AskerPtr make_echo_asker(Options const& options, std::size_t index);
// GET `options.path`, with `options.token` as bearer token if there is one.
AskerPtr make_http_asker(Options const& options, std::size_t index);
// POST /api/auth/login with `options.credentials` as its body.
AskerPtr make_login_asker(Options const& options, std::size_t index);
// Signs in on the chat socket and enters room `bench-N`, N below `options.rooms`. A question is a
// message with a name of its own, the answer its `sent`: it was committed.
AskerPtr make_chat_asker(Options const& options, std::size_t index);

}  // namespace switchboard::load

#pragma once
// What a server does with those who come to one of its namespaces. One shard's own.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/task.hpp"

namespace switchboard::socketio {

class Socket;

// One event of a client. The views are valid during the call.
struct Event {
  std::string_view name;
  std::span<std::string_view const> arguments;  // each one JSON value's text, behind the name
  std::span<std::string const> attachments;     // what the placeholders in them stand for
  std::optional<std::uint64_t> ack;             // the client wants an answer: see Socket::answer
};

// One socket's. Destroyed when the socket is gone.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_connection(Socket& socket) = 0;  // the client has been told
  virtual void on_event(Event const& event) = 0;
  virtual void on_disconnect(std::string_view reason) { static_cast<void>(reason); }
};

class Namespace {
 public:
  virtual ~Namespace() = default;
  // Whether a client may come in, and who listens to it then. `auth`: the JSON object that it sent
  // along; empty: none. A failure's message is all that the client learns. The socket lives as long
  // as the task.
  virtual Task<Result<std::unique_ptr<Listener>>> admit(Socket& socket, std::string auth) = 0;
};

}  // namespace switchboard::socketio

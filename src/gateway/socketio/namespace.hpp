#pragma once
// What a server does with those who come to one of its namespaces. One shard's own.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "model/sign_in.hpp"

namespace switchboard::socketio {

class Socket;
class Handshake;

// Whose a socket is, and until when. Only the same one may take a socket up again.
struct Identity {
  std::string owner;
  std::optional<Timestamp> until;
  // How it was proven, when that can end before `until`.
  std::optional<SignInId> sign_in = {};
  std::optional<TokenVersion> version = {};
};

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
  // Of a recoverable socket: the client is away, and may come back.
  virtual void on_detached() {}
  virtual void on_recovered(Identity const& identity) { static_cast<void>(identity); }
};

class Namespace {
 public:
  virtual ~Namespace() = default;
  // Whether a client may come in, and who listens to it then. `auth`: the JSON object that it sent
  // along; empty: none. A failure's message is all that the client learns. The socket lives as long
  // as the task.
  virtual Task<Result<std::unique_ptr<Listener>>> admit(Socket& socket, std::string auth) = 0;
  // Who comes back to a recoverable socket; it is asked again as if it came for the first time.
  virtual Task<Result<Identity>> identify(Handshake const& handshake, std::string auth);
};

}  // namespace switchboard::socketio
